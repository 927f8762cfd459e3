import { accessToken } from './access-token.ts';
import { readCityFile } from './city-file.ts';
import { explain, Fault } from './fault.ts';
import { names, Person } from './people.ts';
import { readSigningKeys } from './signing-keys.ts';

// npm run -s token -- PERSON: prints an access token of the city that `npm start` started, and nothing else.
try {
  const name = process.argv[2] ?? '';
  const person = Person.safeParse(name);
  if (!person.success) throw new Fault(`There is no person '${name}'.`, `There are: ${names}`);
  const city = readCityFile();
  console.log(await accessToken(person.data, city.issuer, readSigningKeys(city.keysFile)));
} catch (error) {
  explain(error);
  process.exitCode = 1;
}
