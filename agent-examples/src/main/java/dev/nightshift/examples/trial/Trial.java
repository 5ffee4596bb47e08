package dev.nightshift.examples.trial;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Carries out all trials on one repository and prints the figures last; exit status 0 only if every
 * claim held.
 */
@Command(
    name = "scripts/prove trial",
    mixinStandardHelpOptions = true,
    description =
        "From the parent of a real fix: two rounds of scripted models, real tools, gate, merge and accounting.")
public final class Trial implements Callable<Integer> {
  @Option(names = "--jar", required = true, hidden = true)
  private Path jar = Path.of("");

  @Option(
      names = "--repo",
      paramLabel = "DIR",
      description = "a git repository, bare or not; only read (default: a small built-in one)")
  private @Nullable Path repository;

  @Option(
      names = "--fix",
      paramLabel = "COMMIT",
      description = "a commit that repairs something, with a test")
  private String fix = "";

  @Option(
      names = "--gate",
      paramLabel = "CMD",
      description = "the repository's own test command, which must execute tests")
  private String gate = "";

  @Option(names = "--quick", description = "leave out the longest failures")
  private boolean quick;

  @Option(names = "--network", description = "let the gate use the network")
  private boolean network;

  @Option(names = "--landing-only", description = "leave the failures out")
  private boolean landingOnly;

  @Option(names = "--keep", description = "keep the working directory")
  private boolean keep;

  @Option(names = "--subject", hidden = true)
  private String subject = "";

  private final Checks checks = new Checks(System.out);
  private final List<String> figures = new ArrayList<>();

  /** Makes a trial without settings. */
  public Trial() {}

  /**
   * Carries out the trials and exits with their status.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Trial()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    try {
      checkUsage();
    } catch (TrialException misuse) {
      System.err.println("trial: " + misuse.getMessage());
      return 2;
    }
    Path work = Files.createTempDirectory("nightshift-trial-");
    try {
      carryOut(work.toRealPath());
    } finally {
      if (keep) {
        System.out.println("kept " + work);
      } else {
        Program.deleteTree(work);
      }
    }
    printFigures();
    return checks.failures().isEmpty() ? 0 : 1;
  }

  /** Finds out once what every trial would stumble over. */
  private void checkUsage() {
    Path chosen = repository;
    if (chosen == null ? !(fix.isEmpty() && gate.isEmpty()) : fix.isEmpty() || gate.isEmpty()) {
      throw new TrialException("give all of --repo DIR --fix COMMIT --gate CMD, or none");
    }
    if (chosen != null) {
      RealFix.read(new GitProgram(chosen), fix);
    }
  }

  private void carryOut(Path work) throws Exception {
    Path chosen = repository;
    boolean real = chosen != null;
    Path source =
        chosen == null
            ? BuiltInRepository.create(work.resolve("built-in"))
            : chosen.toAbsolutePath();
    List<String> runOptions = network ? List.of("--network") : List.of();
    Bench bench =
        new Bench(
            new Bench.Settings(jar.toAbsolutePath(), work, source, real ? fix : "HEAD", runOptions),
            checks);
    LandingTrial landing = new LandingTrial(bench, real ? gate : BuiltInRepository.TESTS, real);
    timed("a real fix lands after one revision", () -> figures.addAll(landing.run()));
    if (landingOnly) {
      return;
    }
    carryOutShort(bench);
    if (!quick) {
      carryOutLong(bench);
    }
  }

  private void carryOutShort(Bench bench) throws Exception {
    timed("the gate is red for ever", new StoppingTrials(bench)::gateRed);
    SignalTrials signals = new SignalTrials(bench);
    timed("INT before the run began", signals::interruptEarly);
    timed("INT during a model call", signals::interruptDuringModelCall);
    timed("INT during the demo", signals::interruptDemo);
    timed("TERM during the gate", signals::terminateDuringGate);
    timed("a conflict is ignored", new TargetTrials(bench)::conflictIgnored);
    timed("the target is checked out", new CheckoutTrials(bench)::proposedByDefault);
  }

  private void carryOutLong(Bench bench) throws Exception {
    StoppingTrials stopping = new StoppingTrials(bench);
    timed("the reviewer answers garbage", stopping::reviewerGarbage);
    timed("a budget of one cent", stopping::oneCent);
    timed("the endpoint is down", stopping::endpointDown);
    TargetTrials targets = new TargetTrials(bench);
    timed("the target moves during the gate", targets::movedDuringGate);
    timed("a conflict is reconciled", targets::conflictReconciled);
    timed("two branches are green alone and red together", targets::redTogether);
    CheckoutTrials checkouts = new CheckoutTrials(bench);
    timed("the checked-out target is clean and may move", checkouts::updatedWhenClean);
    timed("the checked-out target is dirty", checkouts::refusedWhenDirty);
    timed("a file is in the way of the checkout", checkouts::refusedWhenAFileIsInTheWay);
    timed("a killed landing left the checkout", checkouts::returnedAfterAKill);
  }

  private void timed(String name, Step trial) throws Exception {
    System.out.println(name);
    long started = System.nanoTime();
    int failuresBefore = checks.failures().size();
    try {
      trial.run();
    } catch (RuntimeException raised) {
      checks.that(name, false, raised.toString());
    }
    double seconds = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0;
    String verdict = checks.failures().size() == failuresBefore ? "holds" : "FAILS";
    figures.add(String.format(Locale.ROOT, "%-48s %s  %6.1f s", name, verdict, seconds));
  }

  private void printFigures() {
    System.out.println();
    checks.failures().forEach(failure -> System.out.println("FAILED: " + failure));
    System.out.println(
        "trial of "
            + (subject.isEmpty() ? jar : subject)
            + " on "
            + (repository == null
                ? "the built-in repository"
                : repository + " at the parent of " + fix));
    figures.forEach(figure -> System.out.println("  " + figure));
    System.out.println(
        "  " + checks.held() + " claims held, " + checks.failures().size() + " failed");
  }

  /** One trial. */
  private interface Step {
    void run() throws Exception;
  }
}
