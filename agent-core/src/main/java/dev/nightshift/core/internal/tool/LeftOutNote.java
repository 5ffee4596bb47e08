package dev.nightshift.core.internal.tool;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What an agent is told of its work that will not land. */
public final class LeftOutNote {
  private static final int MAX_LINES = 20;

  /** What builds and tools leave everywhere; the round after is early enough to hear of it. */
  private static final Set<LeftOut.Cause> USUAL =
      EnumSet.of(LeftOut.Cause.IGNORED, LeftOut.Cause.BUILD_OUTPUT, LeftOut.Cause.EMPTY_DIRECTORY);

  private LeftOutNote() {}

  /**
   * Returns what commands did that will not land and is not their usual output.
   *
   * @param workspace the agent's
   * @param known what the agent was told before
   * @return lines for the agent, empty if there is nothing to say
   */
  public static String ofCommands(BranchWorkspace workspace, LeftOutWork known) {
    List<LeftOut> news =
        workspace.leftOutByCommands().named().stream()
            .filter(left -> !USUAL.contains(left.cause()) && !known.named().contains(left))
            .toList();
    return news.isEmpty() ? "" : withRemedies(new LeftOutWork(news, 0));
  }

  /** Returns the note behind an answer, empty if the change takes all that was written. */
  static String of(BranchWorkspace workspace, String written) {
    LeftOutWork work;
    try {
      work = workspace.leftOut(written);
    } catch (WorkspaceException unknown) {
      return "\n[whether it will land is not known: " + unknown.getMessage() + "]";
    }
    return work.isEmpty()
        ? ""
        : "\n[NOT part of your change, so it will not land:\n" + withRemedies(work) + "]";
  }

  /** Returns one line for each path, and one that says what to do. */
  private static String withRemedies(LeftOutWork work) {
    String remedies =
        work.named().stream()
            .map(LeftOut::cause)
            .distinct()
            .map(LeftOut.Cause::remedy)
            .collect(Collectors.joining(" "));
    return String.join("\n", work.lines(MAX_LINES)) + "\n" + remedies;
  }
}
