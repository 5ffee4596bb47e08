package dev.nightshift.core.testing;

import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.provider.ModelRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fills an approval with what its reviewer was shown: that each acceptance criterion is met, and
 * that each of its open requests is closed.
 */
final class ShownToReviewer {
  /** Stands in a script until the step is played: how many criteria there are is known then. */
  private static final String EACH_CRITERION = "\"each one shown\"";

  /** The id of a call that closes what its reviewer is shown as open; played, it gets its own. */
  private static final String CLOSING = "closing each one shown";

  private static final String CRITERIA_BEGIN = " kind=criteria ";
  private static final String DATA_BEGINS = "<untrusted ";
  private static final String DATA_ENDS = "</untrusted ";
  private static final String OPEN_REQUESTS = "Your open requests: ";

  private ShownToReviewer() {}

  /** Returns an approval that closes each open request, with these criteria or each one shown. */
  static ContentBlock.ToolUse approval(List<CriterionVerdict> criteria) {
    String said = criteria.isEmpty() ? EACH_CRITERION : json(criteria);
    return new ContentBlock.ToolUse(
        CLOSING, "submit_review", "{\"verdict\":\"approve\",\"criteria\":" + said + "}");
  }

  /** Returns the arguments a tool is called with: those of the script, what was shown filled in. */
  static String played(ContentBlock.ToolUse use, ModelRequest request) {
    String arguments = use.argumentsJson();
    if (!use.id().equals(CLOSING) || !arguments.endsWith("}")) {
      return arguments;
    }
    List<String> lines = shownTo(request);
    List<String> open = openRequests(lines);
    String closes = open.isEmpty() ? "}" : ",\"closes\":" + JsonValue.texts(open) + "}";
    return arguments.substring(0, arguments.length() - 1).replace(EACH_CRITERION, criteria(lines))
        + closes;
  }

  private static String json(List<CriterionVerdict> criteria) {
    return JsonValue.array(
            criteria.stream()
                .map(
                    verdict ->
                        JsonValue.object()
                            .with("index", verdict.index())
                            .with("met", verdict.met())
                            .with("why", verdict.why()))
                .toList())
        .toString();
  }

  private static List<String> shownTo(ModelRequest request) {
    List<String> lines = new ArrayList<>();
    for (Turn turn : request.transcript().turns()) {
      for (ContentBlock block : turn.blocks()) {
        if (block instanceof ContentBlock.Text text) {
          lines.addAll(text.text().lines().toList());
        }
      }
    }
    return lines;
  }

  private static String criteria(List<String> lines) {
    return json(
        IntStream.range(0, count(lines))
            .mapToObj(index -> new CriterionVerdict(index, true, "met, says the script"))
            .toList());
  }

  private static int count(List<String> lines) {
    int count = 0;
    boolean within = false;
    for (String line : lines) {
      within = within ? !line.startsWith(DATA_ENDS) : line.contains(CRITERIA_BEGIN);
      if (within && line.startsWith(count + ". ")) {
        count++;
      }
    }
    return count;
  }

  /** Only the host's own line names them; what stands between marks is data. */
  private static List<String> openRequests(List<String> lines) {
    List<String> open = List.of();
    boolean data = false;
    for (String line : lines) {
      if (data) {
        data = !line.startsWith(DATA_ENDS);
      } else if (line.startsWith(OPEN_REQUESTS)) {
        open = Arrays.asList(line.substring(OPEN_REQUESTS.length()).split(", ", -1));
      } else {
        data = line.startsWith(DATA_BEGINS);
      }
    }
    return open;
  }
}
