import { readCityFile } from './city-file.ts';
import { explain, Fault } from './fault.ts';
import { names, Person } from './people.ts';
import { signIn } from './sign-in.ts';

// npm run -s token -- PERSON: signs someone in to the city that `npm start` started, by its login page, and prints
// their access token and nothing else.
try {
  const name = process.argv[2] ?? '';
  const person = Person.safeParse(name);
  if (!person.success) throw new Fault(`There is no person '${name}'.`, `There are: ${names}`);
  const { issuers, apiUrl } = readCityFile();
  console.log(await signIn(issuers, apiUrl, name));
} catch (error) {
  explain(error);
  process.exitCode = 1;
}
