package dev.nightshift.core.internal.integrity;

import dev.nightshift.core.internal.integrity.Finding.What;
import dev.nightshift.core.internal.integrity.LineRules.Effect;
import dev.nightshift.core.internal.integrity.TestSection.Line;
import java.util.ArrayList;
import java.util.List;

/**
 * One test before and after a change.
 *
 * @param before as it was
 * @param after as it is
 */
record SectionChange(TestSection before, TestSection after) {
  /** What became less. */
  List<Finding> findings() {
    List<Finding> found = new ArrayList<>();
    more(found, Effect.SKIP, What.SKIPPED);
    more(found, Effect.SWALLOW, What.SWALLOWED);
    more(found, Effect.LEAVE, What.LEAVES);
    more(found, Effect.BROAD, What.BROAD);
    assertions(found);
    if (found.isEmpty() && before.isTest()) {
      expectation(found);
    }
    return found;
  }

  private void more(List<Finding> found, Effect effect, What what) {
    if (after.count(effect) > before.count(effect)) {
      after
          .firstNew(effect, before)
          .ifPresent(line -> found.add(at(what, line.number(), line.text().strip())));
    }
  }

  private void assertions(List<Finding> found) {
    int had = before.assertions();
    int has = after.assertions();
    if (before.isTest() && before.size() > 2 && after.size() <= 2 && has == 0) {
      found.add(at(What.EMPTIED, after.line(), after.name()));
    } else if (has < had) {
      String who = after.isTest() ? after.name() + " has " : "outside of tests there are ";
      found.add(at(What.FEWER, after.line(), who + has + " of " + had));
    } else if (after.strongAssertions() < before.strongAssertions()) {
      found.add(at(What.WEAKER, after.line(), after.name()));
    }
  }

  private void expectation(List<Finding> found) {
    List<String> known = new ArrayList<>(before.assertionLines());
    for (Line line : after.code()) {
      boolean isNew =
          after.rules().has(Effect.ASSERT, line.text()) && !known.remove(line.squeezed());
      if (isNew && !after.assertionLines().containsAll(before.assertionLines())) {
        found.add(at(What.EXPECTATION, line.number(), line.text().strip()));
        return;
      }
    }
  }

  private Finding at(What what, int line, String detail) {
    return new Finding(what, after.path(), line, detail);
  }
}
