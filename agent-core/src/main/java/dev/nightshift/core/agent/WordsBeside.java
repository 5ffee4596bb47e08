package dev.nightshift.core.agent;

import dev.nightshift.core.internal.text.BoundedText;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.AssistantTurn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a reviewer wrote that is no part of its verdict, and so may speak against it: the text
 * beside a verdict or in place of one, and in the call what its schema does not ask for. A program
 * cannot tell, so the reviewer is asked.
 *
 * <p><b>Source:</b> docs/decisions/019-what-a-reviewer-said-against.
 */
final class WordsBeside {
  private static final int MAX_CHARS_EACH = 1_000;
  private static final int MAX_TEXTS = 5;

  /** What an approval is made of; a reason belongs to another verdict. */
  private static final Set<String> PARTS_OF_AN_APPROVAL =
      Set.of("request", "closes", "findings", "criteria");

  /** What is read as a verdict or a request under other names. */
  private static final Set<String> READ_ANYWAY =
      Stream.of(SpokenAgainst.VERDICTS, SpokenAgainst.REQUESTS)
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  private final Set<String> texts = new LinkedHashSet<>();

  /** Notes the text of a turn that gives a verdict, or should have. */
  void beside(AssistantTurn turn) {
    note(turn.text(), "");
  }

  /** Notes what a reviewer that reads on plainly said against the change. */
  void onTheWay(String text) {
    if (VerdictText.objection(text).isPresent()) {
      texts.add(text);
    }
  }

  /** Notes what a call that submits an approval, or should have, says outside of the verdict. */
  void inApproval(String argumentsJson) {
    SpokenAgainst.parsed(argumentsJson)
        .filter(JsonNode::isObject)
        .ifPresentOrElse(
            call ->
                SpokenAgainst.properties(call)
                    .forEach(part -> inPart(part.getKey(), part.getValue())),
            () -> note(argumentsJson, ""));
  }

  /** Notes what was said to a tool that does not exist. */
  void toNobody(String argumentsJson) {
    SpokenAgainst.parsed(argumentsJson)
        .map(WordsBeside::words)
        .orElseGet(() -> Stream.of(argumentsJson))
        .forEach(this::onTheWay);
  }

  boolean isEmpty() {
    return texts.isEmpty();
  }

  /** Returns the texts as people are shown them: a line each, the longest without their middle. */
  List<String> shown() {
    List<String> shown = new ArrayList<>();
    texts.stream()
        .limit(MAX_TEXTS)
        .map(text -> BoundedText.headAndTail(text, MAX_CHARS_EACH))
        .map(text -> VisibleText.oneLine(text, 2 * MAX_CHARS_EACH))
        .forEach(shown::add);
    if (texts.size() > MAX_TEXTS) {
      shown.add("(" + (texts.size() - MAX_TEXTS) + " more texts)");
    }
    return shown;
  }

  private void inPart(String given, JsonNode quoted) {
    String name = SpokenAgainst.normalized(given);
    JsonNode value = SpokenAgainst.unquoted(quoted);
    if (PARTS_OF_AN_APPROVAL.contains(name)) {
      words(value).forEach(this::onTheWay);
    } else if (!value.isContainer() && READ_ANYWAY.contains(name)) {
      return;
    } else if (value.isString()) {
      note(value.stringValue(), given + ": ");
    } else if (!value.isNull() && !(value.isContainer() && value.isEmpty())) {
      note(value.toString(), given + ": ");
    }
  }

  private void note(String text, String name) {
    if (!PlainApproval.is(text)) {
      texts.add(name + Wording.withoutThoughts(text).strip());
    }
  }

  private static Stream<String> words(JsonNode quoted) {
    JsonNode node = SpokenAgainst.unquoted(quoted);
    return node.isString()
        ? Stream.of(node.stringValue())
        : node.values().stream().flatMap(WordsBeside::words);
  }
}
