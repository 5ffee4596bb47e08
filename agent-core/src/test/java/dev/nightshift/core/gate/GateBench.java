package dev.nightshift.core.gate;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.PatchFile;
import dev.nightshift.core.tree.ReadableDiff;
import dev.nightshift.core.tree.TreeView;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a gate needs to be evaluated in a directory. */
final class GateBench implements GateContext {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private final CandidateCheckout checkout;
  private Optional<CandidateCheckout> target = Optional.empty();
  private int opened;
  private final ManualTime time = ManualTime.create();
  private Task task = Task.builder("Fix it").build();
  private Change change = new Change(COMMIT, COMMIT, List.of(), "", false);

  GateBench(CandidateCheckout checkout) {
    this.checkout = checkout;
  }

  static GateBench in(Path directory) {
    return new GateBench(new ProcessCheckout(directory, ""));
  }

  /** Adds what the target holds without the change. */
  GateBench on(Path directory) {
    target = Optional.of(new ProcessCheckout(directory, ""));
    return this;
  }

  GateBench task(Task newTask) {
    task = newTask;
    return this;
  }

  GateBench changing(ChangedFile... files) {
    change = new Change(COMMIT, COMMIT, List.of(files), "", false);
    return this;
  }

  GateBench patch(PatchFile patch) {
    change = new Change(COMMIT, COMMIT, List.of(), ReadableDiff.of("", false), patch);
    return this;
  }

  GateResult evaluate(MergeGate gate) throws InterruptedException {
    return gate.evaluate(new MergeCandidate("main", COMMIT, COMMIT, COMMIT, COMMIT), this);
  }

  int opened() {
    return opened;
  }

  ManualTime clock() {
    return time;
  }

  @Override
  public RunId run() {
    return RunId.of("run-1");
  }

  @Override
  public Task task() {
    return task;
  }

  @Override
  public Change change() {
    return change;
  }

  @Override
  public CandidateCheckout openCheckout() {
    opened++;
    return checkout;
  }

  @Override
  public Optional<CandidateCheckout> openTarget() {
    return target;
  }

  @Override
  public TreeView files() {
    return checkout.files();
  }

  @Override
  public TreeView targetFiles() {
    return target.orElse(checkout).files();
  }

  @Override
  public TimeSource time() {
    return time;
  }
}
