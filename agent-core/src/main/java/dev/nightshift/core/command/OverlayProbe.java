package dev.nightshift.core.command;

import dev.nightshift.core.command.OverlaidRepository.Layers;
import dev.nightshift.core.command.OverlaidRepository.Upper;
import dev.nightshift.core.internal.jail.ScratchDirectory;
import dev.nightshift.core.internal.process.ChildProcess;
import dev.nightshift.core.internal.process.ChildProcess.End;
import dev.nightshift.core.internal.process.OutputCapture;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out by really mounting one whether overlay mounts over some caches work for a home, on its
 * file system and through its sandbox.
 */
final class OverlayProbe {
  private static final Logger LOG = LoggerFactory.getLogger(OverlayProbe.class);
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String WORKS = "overlaid";
  private static final String WRITES =
      "cd \"$0\"/nightshift-probe && test \"$(cat file)\" = kept && echo new > file && cd .."
          + " && rm -r nightshift-probe && mkdir nightshift-probe"
          + " && test ! -e nightshift-probe/file && touch added";

  /** In the next command of the same home. */
  private static final String READS =
      "cd \"$0\" && test -e added && test ! -e nightshift-probe/file && printf " + WORKS;

  private final Sandbox sandbox;
  private final Map<String, String> environment;

  /**
   * Creates a probe.
   *
   * @param sandbox how commands are confined
   * @param environment of this process, for its search path
   */
  OverlayProbe(Sandbox sandbox, Map<String, String> environment) {
    this.sandbox = sandbox;
    this.environment = environment;
  }

  /**
   * Returns the overlay over some caches, empty if there can be none for such a home.
   *
   * @param mirror links to the caches in directories of this user, for caches of another's
   * @param home an existing home, on whose file system what commands write is kept if possible
   */
  Optional<OverlaidRepository> find(List<Path> caches, Mirror mirror, Path home)
      throws InterruptedException {
    try {
      Optional<OverlaidRepository.Programs> programs = programs(home);
      boolean confined = sandbox == Sandboxes.BUBBLEWRAP;
      if (programs.isEmpty() || !(confined || isRootWithoutSandbox(programs.get()))) {
        return Optional.empty();
      }
      boolean own = areWritableThroughOverlay(caches, Files.getOwner(home));
      if (!own && !confined) {
        return Optional.empty();
      }
      Layers layers = own ? new Layers(caches, false) : new Layers(List.of(mirror.links()), true);
      for (Upper upper : confined ? List.of(Upper.values()) : List.of(Upper.IN_HOME)) {
        OverlaidRepository overlay =
            new OverlaidRepository(layers, upper, programs.get(), confined);
        if (programs.get().suffice(upper) && works(layers.caches(), upper, home, programs.get())) {
          return Optional.of(overlay);
        }
      }
    } catch (IOException | UnsupportedOperationException cannot) {
      LOG.debug("no overlay over {}: {}", caches, cannot.toString());
    }
    return Optional.empty();
  }

  /** Who switched the sandbox off keeps all rights, so a namespace of users is no choice then. */
  private boolean isRootWithoutSandbox(OverlaidRepository.Programs programs) {
    return sandbox == Sandboxes.NONE && programs.user() == 0;
  }

  private Optional<OverlaidRepository.Programs> programs(Path home) throws IOException {
    if (!home.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return Optional.empty();
    }
    String search = environment.getOrDefault("PATH", "/usr/bin:/bin");
    Map<String, Path> paths = new HashMap<>();
    for (String name : OverlaidRepository.Programs.NAMES) {
      ToolLocations.locate(name, search).ifPresent(path -> paths.put(name, path));
    }
    int user = (Integer) Files.getAttribute(home, "unix:uid");
    int group = (Integer) Files.getAttribute(home, "unix:gid");
    OverlaidRepository.Programs programs = new OverlaidRepository.Programs(paths, user, group);
    return programs.suffice(Upper.IN_HOME) ? Optional.of(programs) : Optional.empty();
  }

  /**
   * Looks at the topmost directories: in one of another user's or without the owner's right to
   * write nothing could be added, nor over it.
   */
  private static boolean areWritableThroughOverlay(List<Path> caches, UserPrincipal user)
      throws IOException {
    for (Path cache : caches) {
      if (!isWritableBy(cache, user)) {
        return false;
      }
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(cache)) {
        for (Path entry : entries) {
          if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && !isWritableBy(entry, user)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static boolean isWritableBy(Path directory, UserPrincipal user) throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(directory, PosixFileAttributes.class);
    return attributes.owner().equals(user)
        && attributes.permissions().contains(PosixFilePermission.OWNER_WRITE);
  }

  /** Rehearses with the real caches below a directory of ours, the only one that is touched. */
  private boolean works(
      List<Path> caches, Upper upper, Path home, OverlaidRepository.Programs programs)
      throws IOException, InterruptedException {
    try (ScratchDirectory scratch = ScratchDirectory.in(home, "overlay-probe-")) {
      Path lower = Files.createDirectory(scratch.path().resolve("lower"));
      Path kept = Files.createDirectory(lower.resolve("nightshift-probe"));
      Files.writeString(kept.resolve("file"), "kept");
      Path inner = Files.createDirectory(scratch.path().resolve("home"));
      Path workspace = Files.createDirectory(scratch.path().resolve("workspace"));
      List<Path> all = new ArrayList<>(List.of(lower));
      all.addAll(caches);
      OverlaidRepository overlay =
          new OverlaidRepository(
              new Layers(all, false), upper, programs, sandbox == Sandboxes.BUBBLEWRAP);
      overlay.create(inner, Files.createDirectory(inner.resolve(".m2")));
      SandboxPolicy limits = new SandboxPolicy(workspace, inner, caches, false);
      String printed = "";
      for (String script : List.of(WRITES, READS)) {
        List<String> argv = List.of("/bin/sh", "-c", script, mountPoint(inner));
        if (printed.isEmpty()) {
          printed = run(overlay.wrap(sandbox.confine(argv, limits), inner), workspace);
        }
      }
      boolean works =
          printed.equals(WORKS)
              && Files.readString(kept.resolve("file")).equals("kept")
              && !Files.exists(OverlaidRepository.mountPoint(inner).resolve("added"));
      if (!works) {
        LOG.debug("an overlay over {} {} does not work here: {}", caches, upper, printed);
      }
      return works;
    }
  }

  private static String mountPoint(Path home) {
    return OverlaidRepository.mountPoint(home).toString();
  }

  private static String run(List<String> argv, Path directory)
      throws IOException, InterruptedException {
    OutputCapture output = OutputCapture.ofEnds();
    ChildProcess child =
        ChildProcess.start(argv, directory, Map.of("PATH", "/usr/bin:/bin"), output);
    End end = child.await(LIMIT);
    return end == End.EXITED && child.exitCode() == 0
        ? output.text("")
        : end + " " + output.text("");
  }

  /** Makes a directory of links to caches, or returns the one that was made before. */
  interface Mirror {
    Path links() throws IOException;
  }
}
