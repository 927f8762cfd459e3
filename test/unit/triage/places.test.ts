import { describe, expect, test } from 'vitest';
import landmarks from '../../../shared/triage/data/landmarks.json' with { type: 'json' };
import { normalise } from '../../../shared/triage/normalise.ts';
import { disagreement, gazetteerOf, LandmarksDocument, placesIn } from '../../../shared/triage/places.ts';
import { UnitsDocument } from '../../../shared/city/directory.ts';
import { metresBetween } from '../../../shared/city/place.ts';
import hue from '../../../shared/city/data/hue-units.json' with { type: 'json' };

const { units } = UnitsDocument.parse(hue);
const document = LandmarksDocument.parse(landmarks);
const gazetteer = gazetteerOf(units, document);
const places = (text: string) => placesIn(normalise(text), gazetteer);
const codeOf = (name: string) => units.find((unit) => unit.name.vi === name)!.code;

test.each([
  ['rác ở phường Vỹ Dạ', 'Phường Vỹ Dạ'],
  ['rac o p. Vy Da', 'Phường Vỹ Dạ'],
  ['phường Thuận Hoá', 'Phường Thuận Hóa'],
  ['x. Phú Hồ ngập'.normalize('NFD'), 'Xã Phú Hồ'],
  ['thị trấn Sịa', 'Xã Quảng Điền'],
  ['gần chợ Đông Ba', 'Phường Phú Xuân'],
  ['Phường Đúc có rác', 'Phường Thuận Hóa'],
])('%s: %s', (text, unit) => expect(places(text)[0]?.unit).toBe(codeOf(unit)));

test('the word before a name tells places of one name apart', () => {
  expect(places('phường Phú Xuân').map(({ unit }) => unit)).toEqual([codeOf('Phường Phú Xuân')]);
  expect(places('xã Phú Xuân').map(({ unit }) => unit)).toEqual([codeOf('Xã Phú Hồ')]);
});

test('a name is trusted by how it is written', () => {
  const confidence = (text: string) => places(text)[0]?.confidence ?? 0;
  expect(confidence('phường An Cựu')).toBeGreaterThan(confidence('An Cựu'));
  expect(confidence('An Cựu')).toBeGreaterThan(confidence('an cuu'));
  expect(confidence('an cuu')).toBeGreaterThan(confidence('cầu An Cựu'));
});

describe('disagreement', () => {
  test('another commune, surely named', () => {
    const other = disagreement(places('hố ga ở phường Vỹ Dạ'), codeOf('Phường Kim Long'));
    expect(other?.unit).toBe(codeOf('Phường Vỹ Dạ'));
  });
  test.each([['hố ga ở phường Vỹ Dạ, giáp Kim Long'], ['cầu An Cựu hư đèn'], ['ổ gà trước nhà']])(
    'none: %s',
    (text) => expect(disagreement(places(text), codeOf('Phường Kim Long'))).toBeNull(),
  );
});

test('landmarks lie near a point of their commune', () => {
  for (const { names, unit, point } of document.landmarks) {
    const known = units.find(({ code }) => code === unit)!;
    const distances = [known.point!, ...(known.knownPoints ?? [])].map((one) => metresBetween(one, point));
    expect(Math.min(...distances), names[0]).toBeLessThan(6000);
  }
});
