package dev.nightshift.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file with one task a line, each a JSON object. It is read whole or not at all: every mistake is
 * told with its line, and then nothing is begun.
 */
final class BatchFile {
  private static final int MOST_TOLD = 20;
  private final List<BatchTask> tasks = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();
  private final Map<String, Integer> lineOfId = new HashMap<>();

  private BatchFile() {}

  /** Reads the tasks, or refuses the file with all its mistakes. */
  static List<BatchTask> read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new BadUsageException(
          "--tasks",
          file.toString(),
          "cannot be read as UTF-8 text (" + unreadable + "); name a file with one task a line");
    }
    BatchFile read = new BatchFile();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        read.take(i + 1, lines.get(i));
      }
    }
    read.checkBlockers();
    if (read.tasks.isEmpty() && read.mistakes.isEmpty()) {
      read.mistakes.add("it has no task; write one JSON object a line");
    }
    if (!read.mistakes.isEmpty()) {
      throw new BadUsageException(
          "--tasks '" + file + "': nothing was begun, because" + read.told());
    }
    return List.copyOf(read.tasks);
  }

  private String told() {
    StringBuilder text = new StringBuilder();
    mistakes.stream().limit(MOST_TOLD).forEach(mistake -> text.append("\n  ").append(mistake));
    if (mistakes.size() > MOST_TOLD) {
      text.append("\n  and ").append(mistakes.size() - MOST_TOLD).append(" more");
    }
    return text.toString();
  }

  private void take(int number, String line) {
    try {
      BatchTask task = new BatchLine(number, line).task();
      String id = task.task().dispatchKey();
      Integer earlier = lineOfId.putIfAbsent(id, number);
      if (earlier != null) {
        mistakes.add(
            "line " + number + ", id: '" + id + "' is that of line " + earlier + "; give another");
      }
      tasks.add(task);
    } catch (BadUsageException wrong) {
      mistakes.add(wrong.getMessage());
    }
  }

  private void checkBlockers() {
    for (BatchTask task : tasks) {
      for (String key : task.task().after()) {
        if (key.equals(task.task().dispatchKey())) {
          mistakes.add("line " + task.line() + ", after: '" + key + "' is the task itself");
        }
      }
    }
  }
}
