package dev.nightshift.examples.demo;

import static dev.nightshift.examples.demo.DemoProject.CODE;
import static dev.nightshift.examples.demo.DemoProject.TESTS;

import dev.nightshift.examples.script.ModelTurn;
import dev.nightshift.examples.script.ToolCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the two models of the demo say when no key is there: one round too simple, one request, one
 * revision.
 */
final class DemoScript {
  private static final String RUN_TESTS = String.join(" ", DemoProject.TEST_COMMAND);
  private static final String LOSES_A_PAGE =
      "    return items / size;\n  }\n\n  /** Returns the page";
  private static final String OVERFLOWS =
      "    return (items + size - 1) / size;\n  }\n\n  /** Returns the page";
  private static final String RIGHT =
      "    return items / size + (items % size == 0 ? 0 : 1);\n  }\n\n  /** Returns the page";
  private static final String LAST_TEST_BEGINS = "  @Test\n  void aPageHoldsAtLeastOneItem() {\n";

  private DemoScript() {}

  /** The implementer's first round: a test that fails, then the repair. */
  static List<ModelTurn> firstRound() {
    return List.of(
        ModelTurn.of("The class and its tests first.", ToolCall.read(CODE), ToolCall.read(TESTS)),
        ModelTurn.of(
            "Integer division drops the remainder. A test that shows it comes first.",
            addTest("theLastPartlyFilledPageCounts", "assertEquals(3, new Pages(5).count(11));"),
            ToolCall.run(RUN_TESTS)),
        ModelTurn.of(
            "Red, as it should be. Now the repair.",
            ToolCall.edit(CODE, LOSES_A_PAGE, OVERFLOWS),
            ToolCall.run(RUN_TESTS)),
        ModelTurn.of(
            "",
            ToolCall.decide(
                "How to round up",
                "add size - 1 before dividing",
                "it is the usual idiom and needs no branch; Math.ceil would go through floating point")),
        ModelTurn.of(
            "",
            ToolCall.finish("Pages.count rounds up, with a test of a partly filled last page.")));
  }

  /** The reviewer's first round: exactly one change. */
  static List<ModelTurn> request(int criteria) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("path", CODE);
    request.put("line", 16);
    request.put("category", "LOGIC_EDGE_CASE");
    request.put(
        "problem",
        "items + size - 1 overflows when items is close to Integer.MAX_VALUE: count(Integer.MAX_VALUE) on pages of 5"
            + " becomes negative, while the old code was right there but for the last page.");
    request.put(
        "required_change",
        "Round up without adding to items before dividing, and test the largest int.");
    request.put(
        "how_to_verify", "A test asserts that new Pages(5).count(Integer.MAX_VALUE) is 429496730.");
    return List.of(
        ModelTurn.of(
            "The diff is small; the whole class tells whether the sum can overflow.",
            ToolCall.read(CODE)),
        ModelTurn.of("", ToolCall.requestChange(request, criteria)));
  }

  /** The implementer's second round. */
  static List<ModelTurn> revision() {
    return List.of(
        ModelTurn.of(
            "True: the sum overflows. Divide first, then round up by the remainder.",
            addTest(
                "theLargestNumberOfItemsIsCounted",
                "assertEquals(429_496_730, new Pages(5).count(Integer.MAX_VALUE));"),
            ToolCall.edit(CODE, OVERFLOWS, RIGHT),
            ToolCall.run(RUN_TESTS)),
        ModelTurn.of(
            "",
            ToolCall.decide(
                "How to round up, after the review",
                "divide first, then add one for a remainder",
                "a sum of two ints can overflow; a quotient and a remainder cannot")),
        ModelTurn.of(
            "",
            ToolCall.finish("Pages.count rounds up by the remainder and no longer overflows.")));
  }

  /** The reviewer's second round, in a fresh conversation. */
  static List<ModelTurn> approval(int criteria) {
    return List.of(
        ModelTurn.of("", ToolCall.read(CODE)),
        ModelTurn.of(
            "",
            ToolCall.approve(
                criteria,
                "line 16 divides first and adds one for a remainder; both cases are tested",
                "R1")));
  }

  private static ToolCall addTest(String name, String assertion) {
    String test = "  @Test\n  void " + name + "() {\n    " + assertion + "\n  }\n\n";
    return ToolCall.edit(TESTS, LAST_TEST_BEGINS, test + LAST_TEST_BEGINS);
  }
}
