package dev.nightshift.examples.score;

import dev.nightshift.core.score.FaultKind;
import dev.nightshift.core.score.FaultPlanter;
import dev.nightshift.core.score.PlantedFault;
import dev.nightshift.core.score.SampleChange;
import dev.nightshift.core.score.SampleFile;
import dev.nightshift.core.score.Trial;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One task of the exam.
 *
 * @param title what is asked for, in a few words
 * @param instructions all of it
 * @param fault the kind and mutation of its fault, with a blank between; empty for none
 * @param before the files that its branch starts with
 * @param after the files that its change writes
 */
record ExamTask(
    String title,
    String instructions,
    String fault,
    Map<String, String> before,
    Map<String, String> after) {
  ExamTask {
    before = Map.copyOf(before);
    after = Map.copyOf(after);
  }

  /** The change without a fault. */
  SampleChange change(String branch) {
    List<SampleFile> files = new ArrayList<>();
    after.keySet().stream()
        .sorted()
        .forEach(path -> files.add(new SampleFile(path, before.get(path), after.get(path))));
    return new SampleChange(
        Task.builder(title).instructions(instructions).target(branch).build(), files);
  }

  /** The change with its fault, if it has one. */
  Trial trial(String branch, FaultPlanter planter) {
    SampleChange change = change(branch);
    return new Trial(change, fault.isEmpty() ? null : planted(change, planter));
  }

  private @Nullable PlantedFault planted(SampleChange change, FaultPlanter planter) {
    String[] words = fault.split(" ", 2);
    FaultKind kind = FaultKind.valueOf(words[0].toUpperCase(Locale.ROOT));
    return planter.plant(change, Integer.MAX_VALUE).stream()
        .filter(one -> one.kind() == kind && one.mutation().equals(words[1]))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + fault + " fits into: " + title));
  }
}
