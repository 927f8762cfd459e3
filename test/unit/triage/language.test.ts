import { expect, test } from 'vitest';
import { normalise } from '../../../shared/triage/normalise.ts';

test.each([
  ['Ổ gà lớn giữa đường Nguyễn Huệ', 'vi'],
  ['Có cái cống hở ở p.Vỹ Dạ, k bt ai sửa', 'vi'],
  ['o ga lon giua duong nguyen hue ko ai sua', 'vi-plain'],
  ['nuoc chay yeu', 'vi-plain'],
  ['Big pothole in the middle of Nguyen Hue street', 'en'],
  ['Street light out', 'en'],
  ['道路坏了', 'other'],
  ['Le trottoir est très abîmé devant ma maison', 'other'],
  ['Die Straße ist kaputt', 'other'],
  ['La calle está rota y hay mucha basura', 'other'],
  ['', 'other'],
  ['😀', 'other'],
])('%s: %s', (text, language) => expect(normalise(text).language).toBe(language));
