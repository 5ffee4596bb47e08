package dev.nightshift.core.testing;

import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelRequest;
import dev.nightshift.core.model.Turn;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** An approval that says of each acceptance criterion its reviewer was shown that it is met. */
final class ShownCriteria {
  /** Stands in a script until the step is played: how many criteria there are is known then. */
  static final String APPROVAL = "{\"verdict\":\"approve\",\"criteria\":\"each one shown\"}";

  private static final String LIST_BEGINS = " kind=criteria ";
  private static final String LIST_ENDS = "</untrusted ";

  private ShownCriteria() {}

  /** Returns the arguments a tool is called with: those of the script, or the approval. */
  static String played(String argumentsJson, ModelRequest request) {
    if (!argumentsJson.equals(APPROVAL)) {
      return argumentsJson;
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("verdict", "approve");
    arguments.put(
        "criteria",
        IntStream.range(0, count(request))
            .mapToObj(index -> Map.of("index", index, "met", true, "why", "scripted"))
            .toList());
    return JsonMapper.shared().writeValueAsString(arguments);
  }

  private static int count(ModelRequest request) {
    return request.transcript().turns().stream()
        .map(Turn::blocks)
        .flatMap(List::stream)
        .filter(ContentBlock.Text.class::isInstance)
        .mapToInt(block -> count(((ContentBlock.Text) block).text()))
        .max()
        .orElse(0);
  }

  private static int count(String text) {
    Iterator<String> lines =
        text.lines().dropWhile(line -> !line.contains(LIST_BEGINS)).skip(1).iterator();
    int count = 0;
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith(LIST_ENDS)) {
        return count;
      }
      if (line.startsWith(count + ". ")) {
        count++;
      }
    }
    return count;
  }
}
