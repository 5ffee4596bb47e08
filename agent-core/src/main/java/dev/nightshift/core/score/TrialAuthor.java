package dev.nightshift.core.score;

import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.WorkspaceFiles;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the files of a trial, whoever worked before. */
final class TrialAuthor implements Implementer {
  private final Trial trial;
  private final @Nullable Implementer paid;

  private TrialAuthor(Trial trial, @Nullable Implementer paid) {
    this.trial = trial;
    this.paid = paid;
  }

  static Implementer of(Trial trial, @Nullable Implementer paid) {
    return new TrialAuthor(trial, paid);
  }

  @Override
  public Outcome implement(Assignment assignment) throws InterruptedException {
    Outcome outcome = paid == null ? new Outcome.Changed("") : paid.implement(assignment);
    if (outcome instanceof Outcome.Changed) {
      WorkspaceFiles files = assignment.workspace().files();
      for (Map.Entry<String, Optional<String>> file : trial.texts().entrySet()) {
        if (file.getValue().isPresent()) {
          files.write(file.getKey(), file.getValue().get().getBytes(StandardCharsets.UTF_8));
        } else if (files.list(ListQuery.all()).contains(file.getKey())) {
          files.delete(file.getKey());
        }
      }
    }
    return outcome;
  }

  @Override
  public String name() {
    return paid == null ? "author" : paid.name();
  }
}
