package dev.nightshift.core.internal.loop;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.internal.tool.CappedText;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a conversation's transcript says about its tool calls. It is the only memory over rounds, so
 * that one role object serves many runs and a run can be resumed.
 */
public final class CallLog {
  /** How the answer to a call begins of which nobody knows what came. */
  public static final String NO_RESULT =
      "This call was cut off, so its result is not known here; look again if it matters.";

  private static final int MAX_EVIDENCE_BYTES = 4_000;
  private static final int LISTED_CALLS = 20;

  private final Transcript transcript;

  public CallLog(Transcript transcript) {
    this.transcript = transcript;
  }

  /** Returns how many model calls were made, in all rounds. */
  public int steps() {
    return (int) transcript.turns().stream().filter(AssistantTurn.class::isInstance).count();
  }

  /** Returns answers to the calls of a turn that was cut off before it could be answered. */
  public Answers pending() {
    Answers answers = new Answers();
    List<Turn> turns = transcript.turns();
    if (turns.isEmpty() || !(turns.get(turns.size() - 1) instanceof AssistantTurn last)) {
      return answers;
    }
    last.toolUses().forEach(use -> answers.executed(use, ToolOutcome.ok(NO_RESULT)));
    return answers;
  }

  /** Returns what a call of this run returned, with the call, if it is one that can prove. */
  public Optional<String> evidence(
      String callId, Answers thisTurn, Collection<String> provingTools) {
    return Optional.ofNullable(proofs(thisTurn, provingTools).get(callId))
        .map(
            proof ->
                VisibleText.oneLine(proof.use().name() + " " + proof.use().argumentsJson(), 300)
                    + "\n"
                    + CappedText.headAndTail(proof.outcome().content(), MAX_EVIDENCE_BYTES, ""));
  }

  /** Returns the calls that can prove, newest last, one line each. */
  public String listProofs(Answers thisTurn, Collection<String> provingTools) {
    List<Proof> proofs = new ArrayList<>(proofs(thisTurn, provingTools).values());
    if (proofs.isEmpty()) {
      return "there is none yet; look with a tool first";
    }
    return "they are "
        + proofs.stream()
            .skip(Math.max(0, proofs.size() - LISTED_CALLS))
            .map(
                proof ->
                    proof.use().id()
                        + " ("
                        + VisibleText.oneLine(
                            proof.use().name() + " " + proof.use().argumentsJson(), 100)
                        + ")")
            .collect(Collectors.joining(", "));
  }

  /**
   * Returns the files that calls of these tools changed, as their arguments name them.
   *
   * @return how many calls did, the file that was changed last at the end
   */
  public Map<String, Integer> changedPaths(Collection<String> tools) {
    Map<String, Integer> times = new LinkedHashMap<>();
    proofs(new Answers(), tools)
        .values()
        .forEach(
            proof ->
                proof
                    .path()
                    .ifPresent(
                        path -> {
                          Integer before = times.remove(path);
                          times.put(path, before == null ? 1 : before + 1);
                        }));
    return times;
  }

  private Map<String, Proof> proofs(Answers thisTurn, Collection<String> provingTools) {
    Map<String, ContentBlock.ToolUse> uses = new LinkedHashMap<>();
    Map<String, Proof> proofs = new LinkedHashMap<>();
    for (Turn turn : transcript.turns()) {
      if (turn instanceof AssistantTurn assistant) {
        assistant.toolUses().forEach(use -> uses.put(use.id(), use));
      } else if (turn instanceof UserTurn user) {
        user.blocks().forEach(block -> addProof(proofs, uses, block));
      }
    }
    for (Answers.Answer answer : thisTurn.all()) {
      if (answer.kind() == Answers.Kind.EXECUTED) {
        proofs.put(answer.use().id(), new Proof(answer.use(), answer.outcome()));
      }
    }
    proofs.values().removeIf(proof -> !provingTools.contains(proof.use().name()));
    return proofs;
  }

  private static void addProof(
      Map<String, Proof> proofs, Map<String, ContentBlock.ToolUse> uses, ContentBlock block) {
    if (block instanceof ContentBlock.ToolResult result) {
      ContentBlock.ToolUse use = uses.get(result.toolUseId());
      boolean executed =
          !result.content().startsWith(Answers.NOT_EXECUTED)
              && !result.content().startsWith(NO_RESULT);
      if (use != null && executed) {
        proofs.put(use.id(), new Proof(use, new ToolOutcome(result.content(), result.isError())));
      }
    }
  }

  private record Proof(ContentBlock.ToolUse use, ToolOutcome outcome) {
    /** What it changed; empty if it failed. */
    Optional<String> path() {
      try {
        return outcome.isError()
            ? Optional.empty()
            : ToolArguments.parse(use.argumentsJson()).optionalText("path");
      } catch (ToolArgumentException notNamed) {
        return Optional.empty();
      }
    }
  }
}
