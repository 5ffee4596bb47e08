package dev.nightshift.examples.faults;

import dev.nightshift.examples.trial.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Proves that no known kind of fault is there, one line each; exit status 0 only if all hold. */
@Command(
    name = "scripts/prove faults",
    mixinStandardHelpOptions = true,
    description = "Nothing lands unseen, nothing is lost in silence: one line for each kind.")
public final class Faults implements Callable<Integer> {
  @Option(
      names = "--repo",
      paramLabel = "DIR",
      description = "a git repository to take a copy of for each proof (default: an empty one)")
  private @Nullable Path source;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = "only kinds whose line has this text")
  private String only = "";

  @Option(names = "--quick", description = "leave out what takes more than two seconds")
  private boolean quick;

  @Option(names = "--subject", hidden = true)
  private String subject = "this build";

  /** Makes a proof without settings. */
  public Faults() {}

  /**
   * Carries out the proofs and exits with their status.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Faults()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Path work = Files.createTempDirectory("nightshift-faults-").toRealPath();
    int held = 0;
    List<String> found = new ArrayList<>();
    try {
      for (Fault fault : chosen()) {
        String why = carryOut(fault, work.resolve("proof-" + (held + found.size())));
        if (why.isEmpty()) {
          held++;
        } else {
          found.add(fault.name());
        }
      }
    } finally {
      Program.deleteTree(work);
    }
    System.out.println();
    System.out.println(
        "faults of "
            + subject
            + " on "
            + (source == null ? "repositories of their own" : "copies of " + source.getFileName()));
    System.out.println("  " + held + " kinds hold, " + found.size() + " do not");
    return found.isEmpty() && held > 0 ? 0 : 1;
  }

  private List<Fault> chosen() {
    return Stream.of(
            VerdictFaults.all(),
            VisibilityFaults.all(),
            DroppedWorkFaults.all(),
            RenameFaults.all(),
            KilledRunFaults.all(),
            RefusalFaults.all())
        .flatMap(List::stream)
        .filter(fault -> fault.name().contains(only) && !(quick && fault.slow()))
        .toList();
  }

  /** Prints one line; returns why the fault is there, or nothing. */
  private String carryOut(Fault fault, Path directory) {
    long started = System.nanoTime();
    String why = "";
    try {
      fault.proof().on(new Stage(directory, source));
    } catch (FaultFoundException found) {
      why = String.valueOf(found.getMessage());
    } catch (Exception | AssertionError raised) {
      why = raised.toString();
    }
    System.out.printf(
        Locale.ROOT,
        "%s %5.1f s  %s%s%n",
        why.isEmpty() ? "holds" : "FAULT",
        (System.nanoTime() - started) / 1e9,
        fault.name(),
        why.isEmpty() ? "" : " -- " + why.replaceAll("\\s+", " "));
    return why;
  }
}
