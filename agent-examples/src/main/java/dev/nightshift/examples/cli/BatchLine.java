package dev.nightshift.examples.cli;

import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskBuilder;
import dev.nightshift.core.task.TaskKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One line of a batch, read member by member; each mistake names line, member and remedy. */
final class BatchLine {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Set<String> MEMBERS =
      Set.of(
          "id",
          "title",
          "description",
          "criteria",
          "paths",
          "binaries",
          "testChanges",
          "kind",
          "risk",
          "estimate",
          "priority",
          "target",
          "base",
          "after",
          "tests",
          "gates");
  private final int number;
  private final JsonNode json;

  BatchLine(int number, String line) {
    this.number = number;
    try {
      this.json = JSON.readTree(line);
    } catch (JacksonException malformed) {
      throw new BadUsageException(
          "line "
              + number
              + ": is no JSON object ("
              + malformed.getOriginalMessage()
              + "); write one object a line, without line breaks in it");
    }
    if (!json.isObject()) {
      throw new BadUsageException(
          "line " + number + ": is " + kind(json) + "; write a JSON object, {\"id\": ..}");
    }
  }

  BatchTask task() {
    Set<String> unknown = new TreeSet<>(json.propertyNames());
    unknown.removeAll(MEMBERS);
    if (!unknown.isEmpty()) {
      throw mistake(unknown.iterator().next(), "is not known; known are " + new TreeSet<>(MEMBERS));
    }
    String id = required("id");
    if (!ID.matcher(id).matches()) {
      throw mistake("id", "'" + id + "' must be 1 to 64 letters, digits, '.', '_' or '-'");
    }
    String description = required("description");
    String title = text("title", firstLine(description));
    TaskBuilder task =
        apply("title", title, Task::builder)
            .instructions(description)
            .dispatchKey(id)
            .target(text("target", ""))
            .base(text("base", ""))
            .kind(apply("kind", text("kind", "bug-fix"), TaskKind::new))
            .risk(risk());
    taken("estimate", text("estimate", ""), text -> task.estimate(estimate(text)));
    taken("priority", Integer.toString(priority()), text -> task.priority(priority()));
    texts("after").forEach(key -> taken("after", key, task::after));
    texts("paths").forEach(glob -> taken("paths", glob, task::allowPath));
    texts("testChanges").forEach(glob -> taken("testChanges", glob, task::allowTestChange));
    texts("binaries").forEach(glob -> taken("binaries", glob, task::allowBinary));
    criteria().forEach(task::acceptance);
    return new BatchTask(number, task.build(), texts("tests"), texts("gates"));
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("");
  }

  private BadUsageException mistake(String member, String remedy) {
    return new BadUsageException("line " + number + ", " + member + ": " + remedy);
  }

  private String required(String member) {
    if (!json.has(member)) {
      throw mistake(member, "is missing; add it");
    }
    return text(member, "");
  }

  private String text(String member, String absent) {
    JsonNode value = json.path(member);
    if (value.isMissingNode()) {
      return absent;
    }
    if (!value.isString() || value.asString().isBlank()) {
      throw mistake(member, "is " + kind(value) + "; write a text in quotes that is not blank");
    }
    return value.asString();
  }

  private List<String> texts(String member) {
    JsonNode value = json.path(member);
    List<String> texts = new ArrayList<>();
    if (value.isMissingNode()) {
      return texts;
    }
    if (!value.isArray()) {
      throw mistake(member, "is " + kind(value) + "; write a list of texts, [\"..\"]");
    }
    for (JsonNode one : value) {
      if (!one.isString() || one.asString().isBlank()) {
        throw mistake(member, "holds " + kind(one) + "; write texts that are not blank");
      }
      texts.add(one.asString());
    }
    return texts;
  }

  private int priority() {
    JsonNode value = json.path("priority");
    if (value.isMissingNode()) {
      return 0;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw mistake("priority", "is " + kind(value) + "; write a whole number, -1000 to 1000");
    }
    return value.asInt();
  }

  private Risk risk() {
    String word = text("risk", "medium");
    try {
      return Risk.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw mistake("risk", "'" + word + "' is not known; write low, medium or high");
    }
  }

  private static Duration estimate(String text) {
    try {
      return text.isEmpty() ? Duration.ZERO : new DurationConverter().convert(text);
    } catch (TypeConversionException malformed) {
      throw new IllegalArgumentException(malformed.getMessage(), malformed);
    }
  }

  private List<AcceptanceCriterion> criteria() {
    JsonNode value = json.path("criteria");
    List<AcceptanceCriterion> criteria = new ArrayList<>();
    if (value.isMissingNode()) {
      return criteria;
    }
    if (!value.isArray()) {
      throw mistake("criteria", "is " + kind(value) + "; write a list");
    }
    value.forEach(one -> criteria.add(criterion(one)));
    return criteria;
  }

  private AcceptanceCriterion criterion(JsonNode one) {
    if (one.isString() && !one.asString().isBlank()) {
      return AcceptanceCriterion.judged(one.asString());
    }
    String text = one.path("text").asString("");
    String check = one.path("check").asString("");
    if (!one.isObject() || one.size() != 2 || text.isBlank() || check.isBlank()) {
      throw mistake(
          "criteria",
          "holds "
              + kind(one)
              + "; write a text that the reviewer judges, or {\"text\": .., \"check\": COMMAND}");
    }
    return AcceptanceCriterion.proven(text, "/bin/sh", "-c", check);
  }

  private <T> T apply(String member, String text, Function<String, T> value) {
    try {
      return value.apply(text);
    } catch (IllegalArgumentException refused) {
      throw mistake(member, String.valueOf(refused.getMessage()));
    }
  }

  private void taken(String member, String text, Consumer<String> taker) {
    try {
      taker.accept(text);
    } catch (IllegalArgumentException refused) {
      throw mistake(member, String.valueOf(refused.getMessage()));
    }
  }

  private static String kind(JsonNode value) {
    if (value.isString()) {
      return "a text" + (value.asString().isBlank() ? " that is blank" : "");
    }
    if (value.isNull()) {
      return "null";
    }
    if (value.isArray() || value.isObject()) {
      return value.isArray() ? "a list" : "an object";
    }
    return value.isBoolean() ? "true or false" : "a number";
  }
}
