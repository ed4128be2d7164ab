import { describe, expect, test } from 'vitest';
import { daemonWords } from '../src/coach/daemon-words.ts';
import { kindWords, ways } from '../src/coach/model/discrepancies.ts';
import { caseResults, caseStages } from '../src/coach/model/calls.ts';
import { coachWords, languageName, longDay, shortDay } from '../src/coach/words.ts';
import { nextToRecord, scriptOf } from '../src/coach/model/phrases.ts';
import { dutchWords, loadWords } from '../src/words/messages.ts';

const dutch = coachWords('nl').say;
const english = coachWords('en').say;
const said = (text: string) => daemonWords(dutch, text);

describe("the daemon's words", () => {
  test.each([
    ["by a coach's mark", 'Ingevuld door een begeleider'],
    ['begins 13:00', 'Begint om 13:00'],
    ['came at 09:21; left at 11:45', 'Kwam om 09:21; ging weg om 11:45'],
    ['nobody saw them; every kiosk was heard', 'Niemand heeft gezien dat zij of hij er was; alle kiosken zijn gehoord'],
    ['visit 10:30–11:30', 'Bezoek 10:30–11:30'],
    ['check-in 00:04–00:09', 'Aangemeld'],
    ['gave help of 30 minutes', '30 minuten geholpen'],
    ['end 16:00', 'Einde 16:00'],
    ['end 2026-03-03 16:00', 'Einde di 3 maart 16:00'],
    ['status late', 'Later gekomen'],
    ['person Amina', 'Amina'],
    ['name tile', 'Tik op een naam'],
    ['this badge or PIN is somebody else\'s: choose another', 'Deze pas of pincode is van iemand anders: kies een andere'],
    [
      'no connection to the server at wijkboek.example:443; what was saved stays safe here and is sent later (trying again in 30 s)',
      'Geen verbinding met de server; wat is opgeslagen blijft hier veilig en wordt later verstuurd',
    ],
  ])('%s', (text, wanted) => {
    expect(said(text)).toBe(wanted);
  });
  test('kiosks that are waited for, each with since when', () => {
    expect(said('waits for Noord (not heard since 10:40) and this kiosk (nothing sent yet)')).toBe(
      'Wacht op Noord (niets gehoord sinds 10:40) en deze kiosk (nog nooit gehoord)',
    );
    expect(said('waits for this kiosk (nothing sent since 10:40)')).toBe('Wacht op deze kiosk (niets gehoord sinds 10:40)');
  });
  test('what is not known is shown as it is, also beside what is', () => {
    expect(said('the moon was full')).toBe('The moon was full');
    expect(said('came at 09:21; the moon was full')).toBe('Kwam om 09:21; the moon was full');
    expect(said('')).toBe('');
  });
  test('in English too', () => {
    expect(daemonWords(english, 'the device')).toBe('The kiosk');
  });
});

test('every kind, way, stage and result has words in both languages', () => {
  for (const say of [dutch, english]) {
    for (const way of ways) expect(say(`sort.way.${way}`)).not.toBe('');
    for (const stage of caseStages) expect(say(`calls.stage.${stage}`)).not.toBe('');
    for (const result of caseResults) expect(say(`calls.result.${result}`)).not.toBe('');
    expect(say(kindWords('visit_in_future'))).not.toBe(say('sort.other'));
  }
});

test('days and languages', () => {
  expect([longDay(dutch, '2026-03-03'), shortDay(english, '2026-03-03'), shortDay(dutch, '')]).toEqual(['dinsdag 3 maart', 'Tue 3 March', '']);
  expect([languageName(dutch, 'ti'), languageName(dutch, 'ar-MA'), languageName(dutch, 'tzm'), languageName(dutch, '')]).toEqual(['ትግርኛ', 'العربية', 'tzm', 'niet bekend']);
});

describe('the script for recording', () => {
  test('has what is spoken and nothing with a gap in it, and says what is there already', async () => {
    const script = scriptOf(await loadWords('ti'), [{ phrase: 'done.arrived', language: 'ti' }, { phrase: 'done.left', language: 'so' }]);
    expect(script.length).toBeGreaterThan(100);
    expect(script.filter(({ text, dutch }) => text.includes('{') || dutch.includes('{'))).toEqual([]);
    expect(script.filter(({ recorded }) => recorded).map(({ phrase }) => phrase)).toEqual(['done.arrived']);
  });
  test('goes on with the next that nobody has spoken, and then from the top', () => {
    const line = (phrase: 'done.arrived' | 'done.left' | 'done.undone', recorded: boolean) => ({ phrase, text: '', dutch: '', recorded });
    const script = [line('done.arrived', false), line('done.left', true), line('done.undone', false)];
    expect(nextToRecord(script, 'done.arrived')).toBe('done.undone');
    expect(nextToRecord(script, 'done.undone')).toBe('done.arrived');
    expect(nextToRecord(script.map((one) => ({ ...one, recorded: true })), null)).toBeNull();
    expect(dutchWords.say('done.left')).not.toBe('');
  });
});
