package dev.nightshift.examples.screen;

import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The texts of the proof: a line of JSON with the {@code files} of the repository, then one line a
 * task with {@code vague}, {@code title}, {@code instructions}, {@code criteria} and the {@code
 * questions} that a careful reader would have.
 *
 * @param files the repository
 * @param tasks what is asked for
 */
record ScreenTexts(Map<String, String> files, List<ScreenText> tasks) {
  private static final JsonMapper JSON = JsonMapper.shared();

  ScreenTexts {
    files = Map.copyOf(files);
    tasks = List.copyOf(tasks);
  }

  /**
   * One task.
   *
   * @param isVague whether it has to be refused
   * @param task the task
   * @param questions what the scripted model says of it, if it is asked
   */
  record ScreenText(boolean isVague, Task task, List<String> questions) {
    ScreenText {
      questions = List.copyOf(questions);
    }
  }

  /** Reads a file; null for the one that is built in. */
  static ScreenTexts read(@Nullable Path file) {
    Map<String, String> files = new LinkedHashMap<>();
    List<ScreenText> tasks = new ArrayList<>();
    for (String line : text(file).lines().filter(one -> one.startsWith("{")).toList()) {
      JsonNode json = JSON.readTree(line);
      if (json.has("files")) {
        json.get("files")
            .properties()
            .forEach(one -> files.put(one.getKey(), one.getValue().asString()));
      } else {
        tasks.add(
            new ScreenText(json.get("vague").asBoolean(), task(json), texts(json, "questions")));
      }
    }
    return new ScreenTexts(files, tasks);
  }

  private static Task task(JsonNode json) {
    TaskBuilder task = Task.builder(json.get("title").asString());
    if (json.has("instructions")) {
      task.instructions(json.get("instructions").asString());
    }
    texts(json, "criteria").forEach(task::acceptance);
    return task.build();
  }

  private static List<String> texts(JsonNode json, String name) {
    return json.has(name)
        ? StreamSupport.stream(json.get(name).spliterator(), false).map(JsonNode::asString).toList()
        : List.of();
  }

  private static String text(@Nullable Path file) {
    try {
      if (file != null) {
        return Files.readString(file);
      }
      try (InputStream in = ScreenTexts.class.getResourceAsStream("tasks.jsonl")) {
        if (in == null) {
          throw new IllegalStateException("there is no tasks.jsonl");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read the tasks", failed);
    }
  }
}
