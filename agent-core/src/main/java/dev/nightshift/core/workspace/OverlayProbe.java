package dev.nightshift.core.workspace;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
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

  /** What the options of a mount take for punctuation. */
  private static final Pattern PUNCTUATION = Pattern.compile("[,:\\\\\"\n]");

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
   * @param home an existing home whose file system will hold what commands write
   */
  Optional<OverlaidRepository> find(List<Path> caches, Path home) throws InterruptedException {
    try {
      if (!isPlain(home) || !caches.stream().allMatch(OverlayProbe::isPlain)) {
        return Optional.empty();
      }
      Optional<OverlaidRepository.Programs> programs = programs(home);
      boolean confined = sandbox == Sandboxes.BUBBLEWRAP;
      if (programs.isEmpty() || !(confined || isRootWithoutSandbox(programs.get()))) {
        return Optional.empty();
      }
      for (Path cache : caches) {
        if (!isWritableThroughOverlay(cache, Files.getOwner(home))) {
          return Optional.empty();
        }
      }
      return works(caches, home, programs.get())
          ? Optional.of(new OverlaidRepository(caches, programs.get(), confined))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException cannot) {
      LOG.debug("no overlay over {}: {}", caches, cannot.toString());
      return Optional.empty();
    }
  }

  /** Who switched the sandbox off keeps all rights, so a namespace of users is no choice then. */
  private boolean isRootWithoutSandbox(OverlaidRepository.Programs programs) {
    return sandbox == Sandboxes.NONE && programs.user() == 0;
  }

  private static boolean isPlain(Path path) {
    return !PUNCTUATION.matcher(path.toString()).find();
  }

  private Optional<OverlaidRepository.Programs> programs(Path home) throws IOException {
    if (!home.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return Optional.empty();
    }
    String search = environment.getOrDefault("PATH", "/usr/bin:/bin");
    Optional<Path> unshare = ToolLocations.locate("unshare", search);
    Optional<Path> mount = ToolLocations.locate("mount", search);
    int user = (Integer) Files.getAttribute(home, "unix:uid");
    int group = (Integer) Files.getAttribute(home, "unix:gid");
    return unshare.flatMap(
        found -> mount.map(at -> new OverlaidRepository.Programs(found, at, user, group)));
  }

  /**
   * Looks at the topmost directories: in one of another user's or without the owner's right to
   * write nothing could be added, nor over it.
   */
  private static boolean isWritableThroughOverlay(Path cache, UserPrincipal user)
      throws IOException {
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
    return true;
  }

  private static boolean isWritableBy(Path directory, UserPrincipal user) throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(directory, PosixFileAttributes.class);
    return attributes.owner().equals(user)
        && attributes.permissions().contains(PosixFilePermission.OWNER_WRITE);
  }

  /** Rehearses with the real caches below a directory of ours, the only one that is touched. */
  private boolean works(List<Path> caches, Path home, OverlaidRepository.Programs programs)
      throws IOException, InterruptedException {
    try (ScratchDirectory scratch = ScratchDirectory.in(home, "overlay-probe-")) {
      Path lower = Files.createDirectory(scratch.path().resolve("lower"));
      Path kept = Files.createDirectory(lower.resolve("nightshift-probe"));
      Files.writeString(kept.resolve("file"), "kept");
      Path inner = Files.createDirectory(scratch.path().resolve("home"));
      Path workspace = Files.createDirectory(scratch.path().resolve("workspace"));
      List<Path> layers = new ArrayList<>(List.of(lower));
      layers.addAll(caches);
      OverlaidRepository overlay =
          new OverlaidRepository(layers, programs, sandbox == Sandboxes.BUBBLEWRAP);
      overlay.create(inner, Files.createDirectory(inner.resolve(".m2")));
      String script =
          "cd REPOSITORY/nightshift-probe && test \"$(cat file)\" = kept && echo new > file && cd .."
              + " && rm -r nightshift-probe && mkdir nightshift-probe"
              + " && test ! -e nightshift-probe/file && touch added && echo WORKS";
      List<String> argv =
          List.of(
              "/bin/sh",
              "-c",
              script
                  .replace("REPOSITORY", "'" + OverlaidRepository.mountPoint(inner) + "'")
                  .replace("WORKS", WORKS));
      SandboxPolicy limits = new SandboxPolicy(workspace, inner, caches, false);
      String printed = run(overlay.wrap(sandbox.confine(argv, limits), inner), workspace);
      boolean works =
          printed.strip().equals(WORKS)
              && Files.readString(kept.resolve("file")).equals("kept")
              && !Files.exists(OverlaidRepository.mountPoint(inner).resolve("added"));
      if (!works) {
        LOG.debug("an overlay over {} does not work here: {}", caches, printed);
      }
      return works;
    }
  }

  private static String run(List<String> argv, Path directory)
      throws IOException, InterruptedException {
    OutputCapture output =
        new OutputCapture(
            () -> {
              throw new IOException("the output of a probe is short");
            });
    ChildProcess child =
        ChildProcess.start(argv, directory, Map.of("PATH", "/usr/bin:/bin"), output);
    End end = child.await(LIMIT);
    return end == End.EXITED && child.exitCode() == 0
        ? output.text("")
        : end + " " + output.text("");
  }
}
