package dev.nightshift.git.internal.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;

/**
 * A process that cannot be mistaken for a later one with the same number.
 *
 * @param pid its number
 * @param birth when it started, in a form that no change of the clock shifts
 * @param system where the number counts
 * @param copy which copy of this library it is: a process may have loaded several
 */
public record OwnerProcess(long pid, String birth, HostSystem system, String copy) {
  private static final String COPY = UUID.randomUUID().toString();
  private static final Path PROC = Path.of("/proc");
  // Of the fields of /proc/PID/stat the first that follow the name, which may hold anything.
  private static final int START_TIME_AFTER_NAME = 19;
  // What its parent has not asked about yet, or what is just being removed.
  private static final Set<String> ENDED = Set.of("Z", "X", "x");

  /**
   * What a process runs on; texts are empty where the system does not tell.
   *
   * @param boot changes each time the kernel starts
   * @param namespace in which process numbers count
   * @param machine stays the same when the kernel starts again
   * @param host its name
   */
  public record HostSystem(String boot, String namespace, String machine, String host) {
    private static final HostSystem HERE =
        new HostSystem(
            text(PROC.resolve("sys/kernel/random/boot_id")),
            target(PROC.resolve("self/ns/pid")),
            text(Path.of("/etc/machine-id")),
            hostName());

    private static String hostName() {
      String name = text(PROC.resolve("sys/kernel/hostname"));
      return name.isEmpty()
          ? System.getenv()
              .getOrDefault("COMPUTERNAME", System.getenv().getOrDefault("HOSTNAME", ""))
          : name;
    }

    /** Tells whether the kernel has not started again since. */
    public boolean isRunning() {
      return boot.equals(HERE.boot) && (!boot.isEmpty() || host.equals(HERE.host));
    }

    /** Tells whether it was this very machine before its kernel started again. */
    public boolean isEarlierHere() {
      return isEarlierThan(HERE);
    }

    boolean isEarlierThan(HostSystem now) {
      return !boot.equals(now.boot)
          && !boot.isEmpty()
          && !machine.isEmpty()
          && machine.equals(now.machine)
          && host.equals(now.host);
    }

    /** Tells whether process numbers mean the same here. */
    public boolean countsAsHere() {
      return isRunning() && namespace.equals(HERE.namespace);
    }
  }

  public static OwnerProcess current() {
    long pid = ProcessHandle.current().pid();
    return new OwnerProcess(pid, birthOf(pid), HostSystem.HERE, COPY);
  }

  /** Tells whether it is this copy of the library in this JVM, which knows what is open. */
  public boolean isCurrent() {
    return equals(current());
  }

  /** Tells whether it is seen running; false also where that cannot be seen. */
  public boolean isSeen() {
    return system.countsAsHere() && !birth.isEmpty() && birth.equals(birthOf(pid));
  }

  void saveTo(Properties properties) {
    properties.setProperty("pid", Long.toString(pid));
    properties.setProperty("birth", birth);
    properties.setProperty("boot", system.boot());
    properties.setProperty("namespace", system.namespace());
    properties.setProperty("machine", system.machine());
    properties.setProperty("host", system.host());
    properties.setProperty("copy", copy);
  }

  /**
   * Reads what {@link #saveTo} wrote.
   *
   * @throws IllegalArgumentException if something is missing
   */
  static OwnerProcess from(Properties properties) {
    return new OwnerProcess(
        Long.parseLong(required(properties, "pid")),
        required(properties, "birth"),
        new HostSystem(
            required(properties, "boot"),
            required(properties, "namespace"),
            required(properties, "machine"),
            required(properties, "host")),
        properties.getProperty("copy", ""));
  }

  static String required(Properties properties, String name) {
    String value = properties.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("there is no '" + name + "'");
    }
    return value;
  }

  public String toDisplay() {
    return "process " + pid + (system.host().isEmpty() ? "" : " on " + system.host());
  }

  /** Returns when a process started, empty if there is none or it has ended. */
  private static String birthOf(long pid) {
    String stat = text(PROC.resolve(pid + "/stat"));
    if (!stat.isEmpty()) {
      String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
      boolean runs = fields.length > START_TIME_AFTER_NAME && !ENDED.contains(fields[0]);
      return runs ? fields[START_TIME_AFTER_NAME] : "";
    }
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().startInstant())
        .map(Instant::toString)
        .orElse("");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    } catch (IOException none) {
      return "";
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException | UnsupportedOperationException none) {
      return "";
    }
  }
}
