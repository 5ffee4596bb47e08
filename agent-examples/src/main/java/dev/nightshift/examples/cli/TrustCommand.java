package dev.nightshift.examples.cli;

import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.report.ReviewTime;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.trust.Standing;
import dev.nightshift.core.trust.TrustLedger;
import dev.nightshift.git.GitReverts;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** What the runs of a state directory earned. */
@Command(
    name = "trust",
    mixinStandardHelpOptions = true,
    versionProvider = Main.ManifestVersion.class,
    usageHelpAutoWidth = true,
    description =
        "Shows which kinds of task have earned to land without a human, by runs with --deliver trusted, "
            + "and sets that back.")
final class TrustCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The command with its own commands. */
  static CommandLine commandLine() {
    return new CommandLine(new TrustCommand()).addSubcommand(new Show()).addSubcommand(new Reset());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: 'show' or 'reset'");
  }

  /** One line for each kind, risk and pair of models. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      usageHelpAutoWidth = true,
      description =
          "Shows for each kind of task, risk and pair of models how many runs were accepted as they "
              + "were, the 95 % interval of their share, and what set the trust back last.",
      exitCodeListHeading = "Exit status:%n",
      exitCodeList = {"0:shown", "2:bad usage", "3:what is kept cannot be read"})
  static final class Show implements Callable<Integer> {
    @Mixin private StateOption state = new StateOption();

    @Option(
        names = "--repo",
        paramLabel = "DIR",
        description = "also look for runs that were reverted in this repository")
    private @Nullable Path repository;

    @Option(
        names = "--target",
        defaultValue = "main",
        paramLabel = "BRANCH",
        description = "the branch they landed on (default: ${DEFAULT-VALUE})")
    private String target = "main";

    @Option(names = "--json", description = "as JSON, one object a line")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      state.open();
      TrustLedger ledger = StateDirectory.trust(state.path());
      List<Standing> standings =
          (repository == null ? ledger : ledger.withReverts(GitReverts.in(repository, target)))
              .standings();
      PrintWriter out = spec.commandLine().getOut();
      standings.forEach(standing -> out.println(json ? json(standing) : line(standing)));
      if (standings.isEmpty() && !json) {
        out.println("no run was delivered with --deliver trusted");
      }
      out.flush();
      return ExitStatus.DELIVERED;
    }

    private static String line(Standing standing) {
      String alone =
          standing.alone() == 0 ? "" : "; " + standing.alone() + " landed without a human";
      String open = standing.open() == 0 ? "" : "; " + standing.open() + " wait for a human";
      ReviewTime looked = standing.time();
      String time =
          looked.runs() == 0
              ? ""
              : "; " + looked.runs() + (looked.runs() == 1 ? " run " : " runs ") + looked;
      String back = standing.setBack().isEmpty() ? "" : "; set back: " + standing.setBack();
      return PrintableText.of(standing.key() + ": " + standing + alone + open + time + back);
    }

    private static String json(Standing standing) {
      Map<String, Object> object = new TreeMap<>();
      object.put("project", standing.key().project());
      object.put("kind", standing.key().kind().name());
      object.put("risk", standing.key().risk().name().toLowerCase(Locale.ROOT));
      object.put("implementer", standing.key().implementer());
      object.put("reviewer", standing.key().reviewer());
      object.put("clean", standing.clean());
      object.put("bad", standing.bad());
      object.put("open", standing.open());
      object.put("alone", standing.alone());
      object.put("streak", standing.streak());
      object.put("lowest", standing.lowest());
      object.put("highest", standing.highest());
      object.put("timedRuns", standing.time().runs());
      object.put("readingSeconds", standing.time().reading().toSeconds());
      object.put("estimateSeconds", standing.time().estimate().toSeconds());
      object.put("setBack", standing.setBack());
      return JsonMapper.shared().writeValueAsString(object);
    }
  }

  /** Takes the trust of a kind. */
  @Command(
      name = "reset",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      usageHelpAutoWidth = true,
      description =
          "Sets the trust of a kind of task back to nothing, for every risk and all models.",
      exitCodeListHeading = "Exit status:%n",
      exitCodeList = {
        "0:set back",
        "1:nothing is known of this kind",
        "2:bad usage",
        "3:it cannot be kept"
      })
  static final class Reset implements Callable<Integer> {
    @Mixin private StateOption state = new StateOption();

    @Option(
        names = "--kind",
        required = true,
        paramLabel = "WORD",
        description = "the kind of task")
    private String kind = "";

    @Option(
        names = "--why",
        required = true,
        paramLabel = "TEXT",
        description = "one line, told by 'trust show' and in proposals")
    private String why = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      state.open();
      if (why.isBlank()) {
        throw new BadUsageException("--why", why, "is blank; write one line");
      }
      int count = StateDirectory.trust(state.path()).reset(checkedKind(), why);
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          count == 0
              ? "nothing is known of kind '" + kind + "'"
              : "the trust of kind '" + kind + "' is set back (" + count + " standings)");
      out.flush();
      return count == 0 ? ExitStatus.NOTHING_TO_TAKE : ExitStatus.DELIVERED;
    }

    private TaskKind checkedKind() {
      try {
        return new TaskKind(kind);
      } catch (IllegalArgumentException malformed) {
        throw new BadUsageException(
            "--kind", kind, "must be lower-case words joined by '-', for example documentation");
      }
    }
  }
}
