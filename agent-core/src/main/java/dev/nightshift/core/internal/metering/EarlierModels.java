package dev.nightshift.core.internal.metering;

import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.report.Compaction;
import dev.nightshift.core.routing.ModelChoice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Tells the meter of a run which models served it before its process ended. */
public final class EarlierModels {
  private final RunMeter meter;

  /**
   * Creates one.
   *
   * @param meter the meter of the run, or of one of its forks
   */
  public EarlierModels(RunMeter meter) {
    this.meter = meter;
  }

  /**
   * Takes in a conversation: its name is given away, and its models stay those of its role.
   *
   * @param spec what it was begun with
   * @param role who talked
   * @param numbered its name and number
   * @param answered the models that answered
   * @throws IllegalArgumentException if the provider of a model is not registered any more
   */
  public void served(
      ConversationSpec spec, AgentRole role, String numbered, Collection<ModelId> answered) {
    int end = numbered.lastIndexOf('#');
    meter.opened(role, numbered.substring(0, end), Integer.parseInt(numbered.substring(end + 1)));
    Candidates candidates = meter.candidates(spec, role);
    List<ResolvedModel> seats = new ArrayList<>(candidates.rungs());
    seats.addAll(candidates.spares());
    meter.levels().opened(role, candidates.rungs().size());
    meter.sameModelBill().opened(seats.get(0));
    for (ModelId model : answered) {
      ResolvedModel seat =
          seats.stream().filter(one -> one.isServedBy(model)).findFirst().orElse(seats.get(0));
      meter.serving().served(seat, model, spec.isSameModelAllowed());
    }
  }

  /** Takes in what became of compacting a conversation, on whichever branch. */
  public void compacted(Compaction compaction) {
    meter.compacting().add(compaction);
  }

  /** Takes in a choice, on whichever branch. */
  public void chosen(ModelChoice choice) {
    meter.choosing().add(choice);
  }
}
