package dev.nightshift.core.internal.tool;

import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.WorkspaceException;
import java.util.stream.Collectors;

/** What the answer of a tool that wrote a file says if the file will not land. */
final class LeftOutNote {
  private static final int MAX_LINES = 20;

  private LeftOutNote() {}

  /** Returns the note behind an answer, empty if the change takes all that was written. */
  static String of(BranchWorkspace workspace, String written) {
    LeftOutWork work;
    try {
      work = workspace.leftOut(written);
    } catch (WorkspaceException unknown) {
      return "\n[whether it will land is not known: " + unknown.getMessage() + "]";
    }
    if (work.isEmpty()) {
      return "";
    }
    String remedies =
        work.named().stream()
            .map(LeftOut::cause)
            .distinct()
            .map(LeftOut.Cause::remedy)
            .collect(Collectors.joining(" "));
    return "\n[NOT part of your change, so it will not land:\n"
        + String.join("\n", work.lines(MAX_LINES))
        + "\n"
        + remedies
        + "]";
  }
}
