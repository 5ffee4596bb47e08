package dev.nightshift.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The options of {@link WorkOptions} as they were given, kept in the state directory under a name
 * that is the name of the pipeline they make: another process lets a run go on with them.
 *
 * @param arguments as on a command line, with absolute paths
 */
record Setup(List<String> arguments) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String DIRECTORY = "setups";

  /** Options that differ among the runs of one engine. */
  private static final Set<String> OF_PIPELINE =
      Set.of(
          "--tests",
          "--gate",
          "--no-tests",
          "--no-secrets-gate",
          "--test-integrity",
          "--baseline",
          "--rerun-failed",
          "--gate-timeout",
          "--deliver",
          "--pull-request",
          "--max-revisions");

  Setup {
    arguments = List.copyOf(arguments);
  }

  /** What is kept of a command line: the options that {@link WorkOptions} has. */
  static Setup of(ParseResult parsed) {
    Set<String> known = parser(new Parsed()).getCommandSpec().optionsMap().keySet();
    List<String> arguments = new ArrayList<>();
    for (OptionSpec option : parsed.matchedOptions()) {
      String name = option.longestName();
      if (!known.contains(name)) {
        continue;
      }
      if (option.arity().max() == 0) {
        arguments.add(name);
      } else {
        boolean isPath = List.of(option.auxiliaryTypes()).contains(Path.class);
        for (String value : option.originalStringValues()) {
          arguments.add(name);
          arguments.add(isPath ? Path.of(value).toAbsolutePath().normalize().toString() : value);
        }
      }
    }
    return new Setup(arguments);
  }

  /** The same with other gates: those of one task. */
  Setup withGates(List<String> tests, List<String> gates) {
    List<String> other = new ArrayList<>(without(Set.of("--tests", "--gate", "--no-tests")));
    for (String test : tests) {
      other.addAll(List.of("--tests", test));
    }
    for (String gate : gates) {
      other.addAll(List.of("--gate", gate));
    }
    if (tests.isEmpty()) {
      other.add("--no-tests");
    }
    return new Setup(other);
  }

  /** What two setups have in common whose runs one engine can do. */
  List<String> ofEngine() {
    return without(OF_PIPELINE);
  }

  private List<String> without(Set<String> names) {
    List<String> left = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String name = arguments.get(i);
      boolean hasValue = i + 1 < arguments.size() && takesValue(name);
      if (!names.contains(name)) {
        left.add(name);
        if (hasValue) {
          left.add(arguments.get(i + 1));
        }
      }
      i += hasValue ? 1 : 0;
    }
    return left;
  }

  private static boolean takesValue(String name) {
    OptionSpec option = parser(new Parsed()).getCommandSpec().findOption(name);
    return option != null && option.arity().max() > 0;
  }

  /** The name of the pipeline, the same for the same options. */
  String name() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(JSON.writeValueAsString(arguments).getBytes(UTF_8));
      return "cli-" + HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The options again. */
  WorkOptions options() {
    Parsed parsed = new Parsed();
    try {
      parser(parsed).parseArgs(arguments.toArray(String[]::new));
      return parsed.work;
    } catch (ParameterException refused) {
      throw new BadUsageException(
          "the options of setup "
              + name()
              + " are not those of this version: "
              + refused.getMessage()
              + "; use the version that began the run");
    }
  }

  /** Keeps it in a state directory. */
  Setup keepIn(Path state) {
    Path file = file(state, name());
    try {
      OwnersFiles.makeDirectory(file.getParent());
      Path unfinished = Files.createTempFile(file.getParent(), "setup", ".new");
      Files.writeString(unfinished, JSON.writeValueAsString(arguments));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      return this;
    } catch (IOException notKept) {
      throw new BadUsageException(
          "--state", state.toString(), "cannot be written (" + notKept + "); name one that can be");
    }
  }

  /** Reads the one of a pipeline; empty if there is none. */
  static Optional<Setup> read(Path state, String pipeline) {
    if (!pipeline.matches("cli-[0-9a-f]{12}")) {
      return Optional.empty();
    }
    try {
      String text = Files.readString(file(state, pipeline));
      return Optional.of(new Setup(List.of(JSON.readValue(text, String[].class))));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (JacksonException malformed) {
      throw new BadUsageException(
          file(state, pipeline)
              + " is no list of options ("
              + malformed.getOriginalMessage()
              + "); restore it from a copy");
    }
  }

  private static Path file(Path state, String name) {
    return state.resolve(DIRECTORY).resolve(name + ".json");
  }

  private static CommandLine parser(Parsed parsed) {
    return new CommandLine(parsed)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setOverwrittenOptionsAllowed(false);
  }

  /** Takes the options of a setup. */
  @Command(name = "setup")
  private static final class Parsed {
    @Mixin private WorkOptions work = new WorkOptions();
  }
}
