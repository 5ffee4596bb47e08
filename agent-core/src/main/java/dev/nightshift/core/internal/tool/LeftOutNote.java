package dev.nightshift.core.internal.tool;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an agent is told of its work that will not land. */
public final class LeftOutNote {
  private static final int MAX_LINES = 20;

  /** How many paths of one line are shown. */
  private static final int MAX_PATHS = 5;

  /** What nobody writes by hand. */
  private static final Pattern COMPILED =
      Pattern.compile("(?:.*/)?__pycache__/|.*\\.(?:class|pyc|pyo)");

  private LeftOutNote() {}

  /**
   * Returns what will not land by what commands did, though git would take it, a tool wrote it or
   * it was in the change. Output of a build is one line, however much there is of it.
   *
   * @param workspace the agent's
   * @param known what the agent was told before
   * @return lines for the agent, empty if there is nothing to say
   */
  public static String ofCommands(BranchWorkspace workspace, LeftOutWork known) {
    return of(workspace.leftOutByCommands(), known);
  }

  static String of(LeftOutWork found, LeftOutWork known) {
    List<LeftOut> told = new ArrayList<>();
    List<LeftOut> outputs = new ArrayList<>();
    found.named().stream()
        .filter(left -> !known.named().contains(left))
        .filter(left -> !COMPILED.matcher(left.path()).matches())
        .forEach(left -> (isOutput(left) ? outputs : told).add(left));
    if (!outputs.isEmpty()) {
      told.add(asOne(outputs));
    }
    return told.isEmpty() ? "" : withRemedies(new LeftOutWork(told, 0));
  }

  private static boolean isOutput(LeftOut left) {
    return left.cause() == LeftOut.Cause.BUILD_OUTPUT;
  }

  private static LeftOut asOne(List<LeftOut> outputs) {
    LeftOut first = outputs.get(0);
    String paths =
        outputs.stream().limit(MAX_PATHS).map(LeftOut::path).collect(Collectors.joining(", "));
    int more = outputs.size() - MAX_PATHS;
    return new LeftOut(
        more > 0 ? paths + " and " + more + " more" : paths, first.cause(), first.why());
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
