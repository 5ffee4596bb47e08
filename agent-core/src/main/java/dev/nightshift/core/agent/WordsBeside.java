package dev.nightshift.core.agent;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.BoundedText;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.AssistantTurn;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a reviewer wrote that is no part of its verdict, and so may speak against it: the text
 * beside a verdict or in place of one, and in the call what its schema does not ask for. A program
 * cannot tell, so the reviewer is asked.
 *
 * <p><b>Source:</b> docs/decisions/019-what-a-reviewer-said-against.
 */
final class WordsBeside {
  /** Each text is shown, however many there are; many of them shorter than few. */
  private static final int MAX_CHARS_EACH = 1_000;

  private static final int MIN_CHARS_EACH = 200;
  private static final int MAX_CHARS = 6_000;

  /** The lists of an approval, and what their elements are made of. */
  private static final Map<String, Set<String>> LISTS =
      Map.of(
          "findings", Set.of("path", "line", "category", "message"),
          "criteria", Set.of("index", "met", "why"));

  /** What is read as a verdict or a request, also under other names. */
  private static final Set<String> READ_ANYWAY =
      Stream.of(SpokenAgainst.VERDICTS, SpokenAgainst.REQUESTS)
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  /** Names that say nothing themselves, so that a plain yes under them is one. */
  private static final Set<String> NEUTRAL =
      Set.of(
          "reason", "summary", "comment", "comments", "note", "notes", "explanation", "rationale");

  private static final Pattern ASCII_WORDS = Pattern.compile("[\\w\\s./-]*");

  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,40}");

  private final Set<String> texts = new LinkedHashSet<>();

  /** What calls said in fields, and was not asked about. */
  private final Set<String> open = new HashSet<>();

  private int askedAbout = Integer.MAX_VALUE;
  private int timesAsked;

  /** Notes the text of a turn that gives a verdict, or should have. */
  void beside(AssistantTurn turn) {
    note(turn.text());
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
        .filter(JsonValue::isObject)
        .ifPresentOrElse(
            call ->
                SpokenAgainst.properties(call)
                    .forEach(part -> inPart(part.getKey(), part.getValue())),
            () -> note(argumentsJson));
  }

  /** Notes what was said to a tool that does not exist; a word alone may be one to look for. */
  void toNobody(String argumentsJson) {
    SpokenAgainst.parsed(argumentsJson)
        .map(WordsBeside::words)
        .orElseGet(() -> Stream.of(argumentsJson))
        .filter(said -> !VerdictWord.isObjection(said))
        .forEach(this::onTheWay);
  }

  /** What is noted from now on answers the question which of the texts count, and may quote. */
  void asked() {
    askedAbout = Math.min(askedAbout, texts.size());
    timesAsked++;
    open.clear();
  }

  int timesAsked() {
    return timesAsked;
  }

  boolean wereAsked() {
    return timesAsked > 0;
  }

  /** Tells whether a call said anything since the question, other than in prose. */
  boolean saidMore() {
    return !open.isEmpty();
  }

  /** Returns the first of the texts that plainly object, for a review that can ask no more. */
  Optional<Objection> objection() {
    return texts.stream()
        .limit(askedAbout)
        .flatMap(text -> Objection.inText(text, false).stream())
        .findFirst();
  }

  boolean isEmpty() {
    return texts.isEmpty();
  }

  /** Returns the texts as people are shown them: a line each, the longest without their middle. */
  List<String> shown() {
    int fair = MAX_CHARS / Math.max(1, texts.size());
    int most = Math.max(MIN_CHARS_EACH, Math.min(MAX_CHARS_EACH, fair));
    return texts.stream()
        .map(text -> BoundedText.headAndTail(text, most))
        .map(text -> VisibleText.oneLine(text, 2 * MAX_CHARS_EACH))
        .toList();
  }

  private void inPart(String given, JsonValue quoted) {
    String name = SpokenAgainst.normalized(given);
    JsonValue value = SpokenAgainst.unquoted(quoted);
    Set<String> parts = LISTS.get(name);
    if (parts != null && (isNothing(value) || isListOfObjects(value))) {
      value.values().forEach(element -> inElement(parts, element));
    } else if (name.equals("request") || name.equals("closes")) {
      words(value)
          .filter(text -> !isFiller(text))
          .filter(text -> name.equals("request") || !REQUEST_ID.matcher(text.strip()).matches())
          .forEach(text -> addField(given + ": " + text));
    } else if (!(READ_ANYWAY.contains(name) && isReadAnyway(name, value))) {
      inField(given, value);
    }
  }

  /** A finding or a criterion describes the code, and only a plain objection in it is one. */
  private void inElement(Set<String> parts, JsonValue element) {
    SpokenAgainst.properties(element)
        .forEach(
            part -> {
              String name = SpokenAgainst.normalized(part.getKey());
              if (!parts.contains(name) || isOwnCategory(name, part.getValue())) {
                inField(part.getKey(), part.getValue());
              } else if (name.equals("why") && deniesMet(part.getValue())) {
                addField("why: " + part.getValue().text());
              } else {
                words(part.getValue()).forEach(this::onTheWay);
              }
            });
  }

  /** A word that was not offered, such as "blocker", may be a verdict. */
  private static boolean isOwnCategory(String name, JsonValue value) {
    return name.equals("category")
        && !isNothing(value)
        && !(value.isString() && VerdictReader.offered(value.text()).isPresent());
  }

  private static boolean deniesMet(JsonValue why) {
    return why.isString() && CriterionReason.denies(why.text());
  }

  private void inField(String name, JsonValue quoted) {
    JsonValue value = SpokenAgainst.unquoted(quoted);
    boolean isNeutral = NEUTRAL.contains(SpokenAgainst.normalized(name));
    String text = value.isString() ? value.text() : value.toString();
    if (isNeutral && !(isNothing(value) || PlainApproval.is(text))) {
      texts.add(name + ": " + text);
    } else if (!isNeutral && !SpokenAgainst.isHarmless(name, value)) {
      addField(name + ": " + text);
    }
  }

  private void addField(String said) {
    if (texts.add(said)) {
      open.add(said);
    }
  }

  /** What {@link SpokenAgainst} reads in full, so that nothing is left to ask about. */
  private static boolean isReadAnyway(String name, JsonValue value) {
    return value.isBoolean()
        || isNothing(value)
        || (value.isString()
            && isAscii(value.text())
            && (SpokenAgainst.VERDICTS.contains(name) || !VerdictWord.isFiller(value.text())));
  }

  private static boolean isNothing(JsonValue value) {
    return value.isNull()
        || (value.isContainer() && value.isEmpty())
        || (value.isString() && VerdictWord.isBlank(value.text()) && isAscii(value.text()));
  }

  private static boolean isFiller(String text) {
    return VerdictWord.isFiller(text) && isAscii(text);
  }

  /** An emblem is no word, and may say no. */
  private static boolean isAscii(String text) {
    return ASCII_WORDS.matcher(text).matches();
  }

  private static boolean isListOfObjects(JsonValue value) {
    return value.isArray() && value.values().stream().allMatch(JsonValue::isObject);
  }

  private void note(String text) {
    if (!PlainApproval.is(text)) {
      texts.add(TextNormalizer.withoutThoughts(text).strip());
    }
  }

  private static Stream<String> words(JsonValue quoted) {
    JsonValue node = SpokenAgainst.unquoted(quoted);
    return node.isString()
        ? Stream.of(node.text())
        : node.values().stream().flatMap(WordsBeside::words);
  }
}
