package dev.nightshift.core.command;

import dev.nightshift.core.internal.jail.FileNames;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Confines commands by bubblewrap: own namespaces for files, processes, network and the rest, no
 * capabilities, only the system's programs and what the policy names in view.
 *
 * <p>Workspace, home and caches keep their paths, so that paths in output mean the same outside.
 */
final class BubblewrapSandbox implements Sandbox {
  private static final List<String> ROOT_LINKS =
      List.of("/bin", "/sbin", "/lib", "/lib64", "/lib32", "/libx32");

  /** Of directories with private keys beside the certificates only the certificates. */
  private static final List<String> SYSTEM_FILES =
      List.of(
          "/usr",
          "/nix/store",
          "/etc/alternatives",
          "/etc/ssl/certs",
          "/etc/ssl/openssl.cnf",
          "/etc/ca-certificates",
          "/etc/pki/tls/certs",
          "/etc/pki/ca-trust",
          "/etc/pki/java",
          "/etc/crypto-policies",
          "/etc/maven",
          "/etc/gradle",
          "/etc/ld.so.cache",
          "/etc/ld.so.conf",
          "/etc/ld.so.conf.d",
          "/etc/localtime",
          "/etc/timezone",
          "/etc/nsswitch.conf",
          "/etc/group",
          "/etc/hosts",
          "/etc/mime.types",
          "/etc/os-release",
          "/etc/protocols",
          "/etc/services",
          "/etc/fonts");

  private static final long SCRATCH_BYTES = 1L << 30;
  private static final long SHARED_MEMORY_BYTES = 1L << 28;

  /** Ends a fork bomb long before the host feels it; the largest builds need some hundreds. */
  private static final int MAX_PROCESSES = 8_192;

  // With a shell as its first process, the namespace is empty before bubblewrap ends, and a missing
  // program is status 127, as it is without a sandbox. Bash and dash name the limit differently;
  // the kernel counts per user namespace (from 5.14), and does not limit a host's root.
  private static final String FIRST_PROCESS =
      "ulimit -u N 2>/dev/null || ulimit -p N 2>/dev/null; \"$0\" \"$@\"; exit $?"
          .replace("N", Integer.toString(MAX_PROCESSES));

  private final ToolLocations tools;
  private final BooleanSupplier refusesNesting;

  /**
   * Creates the sandbox.
   *
   * @param refusesNesting tells whether commands are kept from making user namespaces of their own,
   *     in which they would be root; needs bubblewrap 0.8
   */
  BubblewrapSandbox(ToolLocations tools, BooleanSupplier refusesNesting) {
    this.tools = tools;
    this.refusesNesting = refusesNesting;
  }

  /** Returns the program, empty if it is not installed. */
  static Optional<Path> program() {
    return ToolLocations.locate("bwrap", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
  }

  @Override
  public String name() {
    return "bubblewrap";
  }

  @Override
  public List<String> confine(List<String> argv, SandboxPolicy policy) {
    List<String> confined = new ArrayList<>();
    confined.add(program().map(Path::toString).orElse("bwrap"));
    addAll(confined, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL");
    if (refusesNesting.getAsBoolean()) {
      addAll(confined, "--unshare-user", "--disable-userns");
    }
    if (policy.network()) {
      addAll(confined, "--share-net", "--ro-bind-try", "/etc/resolv.conf", "/etc/resolv.conf");
    }
    addSystem(confined);
    addAll(confined, "--proc", "/proc", "--dev", "/dev");
    addAll(confined, "--size", Long.toString(SHARED_MEMORY_BYTES), "--tmpfs", "/dev/shm");
    addAll(confined, "--size", Long.toString(SCRATCH_BYTES), "--tmpfs", "/tmp");
    tools
        .directories()
        .forEach((at, real) -> addAll(confined, "--ro-bind", real.toString(), at.toString()));
    addPolicy(confined, policy);
    // Both are in memory without a limit; now that every mount point is made, they are closed.
    addAll(confined, "--remount-ro", "/dev", "--remount-ro", "/");
    addAll(confined, "--as-pid-1", "--", "/bin/sh", "-c", FIRST_PROCESS);
    confined.addAll(argv);
    return List.copyOf(confined);
  }

  private static void addSystem(List<String> confined) {
    for (String path : SYSTEM_FILES) {
      addAll(confined, "--ro-bind-try", path, path);
    }
    try (DirectoryStream<Path> java = Files.newDirectoryStream(Path.of("/etc"), "java*")) {
      java.forEach(path -> addAll(confined, "--ro-bind-try", path.toString(), path.toString()));
    } catch (IOException none) {
      // Without such a directory there is nothing to show.
    }
    for (String path : ROOT_LINKS) {
      Path root = Path.of(path);
      if (Files.isSymbolicLink(root)) {
        addAll(confined, "--symlink", "usr" + path, path);
      } else if (Files.isDirectory(root)) {
        addAll(confined, "--ro-bind", path, path);
      }
    }
  }

  private static void addPolicy(List<String> confined, SandboxPolicy policy) {
    String home = policy.home().toString();
    String own = policy.home().resolve(FileNames.OWN).toString();
    String workspace = policy.workspace().toString();
    policy
        .caches()
        .forEach(cache -> addAll(confined, "--ro-bind-try", cache.toString(), cache.toString()));
    addAll(confined, "--bind", home, home, "--ro-bind-try", own, own);
    String repository = OverlaidRepository.mountPoint(policy.home()).toString();
    addAll(confined, "--bind-try", repository, repository);
    String users = PrivateHome.userDatabase(policy.home()).toString();
    addAll(confined, "--ro-bind-try", users, "/etc/passwd");
    addAll(confined, "--bind", workspace, workspace, "--chdir", workspace);
    policy
        .readOnly()
        .forEach((at, seen) -> addAll(confined, "--ro-bind", seen.toString(), at.toString()));
  }

  private static void addAll(List<String> confined, String... more) {
    confined.addAll(List.of(more));
  }
}
