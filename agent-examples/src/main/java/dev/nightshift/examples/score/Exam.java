package dev.nightshift.examples.score;

import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.score.FaultPlanter;
import dev.nightshift.core.score.Trial;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Thirty small changes in Java, each of which compiles and passes its check; eleven get one fault.
 * {@code exam.txt} has them: {@code ===} begins a task, {@code fault} says what is planted, {@code
 * --- base} and {@code --- write} are files before and after.
 *
 * @param tasks the tasks
 */
record Exam(List<ExamTask> tasks) {
  private static final long SEED = 9;
  private static final String FAULT = "fault ";

  /** Compiles what there is and runs its check. */
  private static final String CHECK =
      """
      set -e
      mkdir -p out
      javac -nowarn -d out src/*.java test/*.java
      java -XX:TieredStopAtLevel=1 -Xshare:auto -ea -cp out Check
      """;

  Exam {
    tasks = List.copyOf(tasks);
  }

  static Exam read() {
    try (InputStream in = Exam.class.getResourceAsStream("exam.txt")) {
      if (in == null) {
        throw new IllegalStateException("there is no exam.txt");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<ExamTask> tasks = new ArrayList<>();
      for (String part : text.split("(?m)^=== ", -1)) {
        if (!part.isBlank()) {
          tasks.add(task(part));
        }
      }
      return new Exam(tasks);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read exam.txt", failed);
    }
  }

  private static ExamTask task(String part) {
    String[] steps = part.split("(?m)^--- ", -1);
    List<String> head = steps[0].lines().toList();
    Map<String, String> before = new LinkedHashMap<>();
    Map<String, String> after = new LinkedHashMap<>();
    for (int i = 1; i < steps.length; i++) {
      String[] words = steps[i].lines().findFirst().orElse("").split(" ", 2);
      String body = steps[i].substring(steps[i].indexOf('\n') + 1);
      (words[0].equals("base") ? before : after).put(words[1], body);
    }
    return new ExamTask(
        head.get(0),
        head.stream()
            .skip(1)
            .filter(line -> !line.startsWith(FAULT))
            .collect(Collectors.joining("\n")),
        head.stream()
            .filter(line -> line.startsWith(FAULT))
            .map(line -> line.substring(FAULT.length()))
            .findFirst()
            .orElse(""),
        before,
        after);
  }

  /** A repository that has a branch for each task. */
  TemporaryRepository repository() {
    TemporaryRepository repository = TemporaryRepository.bare(Map.of("check.sh", CHECK));
    for (int i = 0; i < tasks.size(); i++) {
      repository.setRef("refs/heads/" + branch(i), repository.tip("main"));
      repository.commit(branch(i), tasks.get(i).before());
    }
    return repository;
  }

  /** Each change once, with its fault if it has one. */
  List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      trials.add(tasks.get(i).trial(branch(i), FaultPlanter.seeded(SEED)));
    }
    return trials;
  }

  /** Each change that has a fault, without it. */
  List<Trial> withoutFaults() {
    return trials().stream()
        .filter(Trial::isPlanted)
        .map(trial -> Trial.clean(trial.change()))
        .toList();
  }

  static MergeGate gate() {
    return Gates.command("compile and check", "sh", "check.sh");
  }

  private static String branch(int task) {
    return "task-" + (task + 1);
  }
}
