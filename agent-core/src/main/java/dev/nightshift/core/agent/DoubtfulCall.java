package dev.nightshift.core.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What in the arguments of a call might be an objection: doubtful words in any of its free texts,
 * plain words in a finding or beside a criterion, which are about the code, and a truth value whose
 * name speaks against the change.
 */
final class DoubtfulCall {
  private static final Pattern DENIED_IF_FALSE =
      Pattern.compile(
          "(?:^|.*_)(?:ready|merge|mergeable|land|landable|ship|shippable|safe|pass|passe[ds]|ok|acceptable|accepted|complete"
              + "|correct|lgtm)(?:$|_(?!conflict).*)");

  private static final Pattern DENIED_IF_TRUE =
      Pattern.compile(
          "(?:^|.*_)(?:needs?|must|not|dont|requires?|reject|block|blocked|hold|wait|rework|redo|revert|unsafe|broken|fails|failed"
              + "|veto|negative|incomplete)(?:$|_.*)|.*changes?_(?:required|needed|requested|necessary)");

  private final List<String> prose = new ArrayList<>();
  private final List<String> doubts = new ArrayList<>();

  private DoubtfulCall() {}

  /** Returns what might object, in words. */
  static Optional<String> in(String argumentsJson) {
    return SpokenAgainst.parsed(argumentsJson)
        .map(node -> new DoubtfulCall().read(node, false))
        .orElseGet(() -> DoubtfulText.inAny(argumentsJson));
  }

  /** Returns what plainly objects in the arguments of a tool that does not exist. */
  static Optional<String> inAnother(String argumentsJson) {
    return SpokenAgainst.parsed(argumentsJson)
        .map(node -> new DoubtfulCall().read(node, true))
        .orElseGet(() -> VerdictText.objection(argumentsJson));
  }

  private Optional<String> read(JsonNode node, boolean plainOnly) {
    look("", node, plainOnly);
    DoubtfulText.inAny(String.join("\n\n", prose)).ifPresent(doubts::add);
    return doubts.isEmpty() ? Optional.empty() : Optional.of(String.join(" … ", doubts));
  }

  private void look(String name, JsonNode quoted, boolean ofCode) {
    JsonNode node = SpokenAgainst.unquoted(quoted);
    if (isStructure(name)) {
      return;
    }
    boolean inside = ofCode || name.equals("findings") || SpokenAgainst.CRITERIA.contains(name);
    if (node.isObject()) {
      SpokenAgainst.properties(node)
          .forEach(
              entry -> look(SpokenAgainst.normalized(entry.getKey()), entry.getValue(), inside));
    } else if (node.isArray()) {
      SpokenAgainst.children(node).forEach(child -> look(name, child, inside));
    } else if (node.isString() && inside) {
      VerdictText.objection(node.stringValue())
          .ifPresent(said -> doubts.add(node.stringValue().strip()));
    } else if (node.isString()) {
      prose.add(node.stringValue());
    } else if (node.isBoolean() && !inside && speaksAgainst(name, node.booleanValue())) {
      doubts.add(name + ": " + node.booleanValue());
    }
  }

  /** What is read as a verdict or a request, and where something is. */
  private static boolean isStructure(String name) {
    return Stream.of(SpokenAgainst.VERDICTS, SpokenAgainst.REQUESTS, SpokenAgainst.PLACES)
        .anyMatch(names -> names.contains(name));
  }

  private static boolean speaksAgainst(String name, boolean value) {
    return DENIED_IF_TRUE.matcher(name).matches()
        ? value
        : !value && DENIED_IF_FALSE.matcher(name).matches();
  }
}
