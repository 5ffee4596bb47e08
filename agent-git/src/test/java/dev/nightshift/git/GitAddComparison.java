package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tree of a checkpoint against that of {@code git add --all}, over generated work trees. It
 * needs a git program: {@code scripts/prove git} runs it.
 */
class GitAddComparison {
  private static final int SEEDS =
      Integer.parseInt(System.getenv().getOrDefault("NIGHTSHIFT_TREES", "40"));
  private static final int FILES = 25;
  @TempDir private Path root;

  /** One generated history and work tree. */
  private static final class Scene {
    final Random random;
    final GeneratedFiles generated;
    final Map<String, byte[]> base = new TreeMap<>();

    Scene(int seed) {
      random = new Random(seed);
      generated = new GeneratedFiles(random);
      base.put("first", new byte[] {'1', '\n'});
      for (int file = 0; file < FILES; file++) {
        base.put(generated.path(), generated.content());
      }
      addRules(base);
    }

    void addRules(Map<String, byte[]> files) {
      for (String directory : List.of("", "Da/", "Db/", "Da/Db/")) {
        boolean top = directory.isEmpty();
        if (top || random.nextBoolean()) {
          files.put(directory + ".gitignore", sometimesLong(generated.ignoreFile()));
        }
        if (top ? random.nextInt(4) > 0 : random.nextInt(3) == 0) {
          files.put(directory + ".gitattributes", sometimesLong(generated.attributes(top)));
        }
      }
    }

    private byte[] sometimesLong(byte[] rules) {
      if (random.nextInt(8) > 0) {
        return rules;
      }
      byte[] padding = "# nothing\n".repeat(60_000).getBytes(StandardCharsets.US_ASCII);
      byte[] all = Arrays.copyOf(padding, padding.length + rules.length);
      System.arraycopy(rules, 0, all, padding.length, rules.length);
      return all;
    }

    /** Takes some files of the base away, has that committed, and puts them back as they were. */
    void deleteAndRestore(Path ws, Path elsewhere, Runnable commit) throws IOException {
      Files.createDirectories(elsewhere);
      List<String> taken = new ArrayList<>();
      for (String path : base.keySet()) {
        if (random.nextInt(6) == 0 && !path.contains(".git")) {
          Files.move(ws.resolve(path), elsewhere.resolve("f" + taken.size()));
          taken.add(path);
        }
      }
      commit.run();
      for (String path : taken) {
        Files.createDirectories(ws.resolve(path).getParent());
        Files.move(elsewhere.resolve("f" + taken.indexOf(path)), ws.resolve(path));
      }
    }

    /** Changes the files on disk; returns the paths that were touched. */
    Set<String> edit(Path ws) throws IOException {
      Map<String, byte[]> edits = new TreeMap<>();
      for (int file = 0; file < FILES; file++) {
        edits.put(generated.path(), generated.content());
      }
      if (random.nextBoolean()) {
        addRules(edits);
      }
      for (Map.Entry<String, byte[]> edit : edits.entrySet()) {
        Path file = ws.resolve(edit.getKey());
        Files.createDirectories(file.getParent());
        Files.write(file, edit.getValue());
        if (random.nextInt(5) == 0) {
          assertThat(file.toFile().setExecutable(true)).isTrue();
        }
      }
      Set<String> touched = new TreeSet<>(edits.keySet());
      for (String path : base.keySet()) {
        Path file = ws.resolve(path);
        int what = random.nextInt(10);
        if (what > 1 || touched.contains(path) || path.contains(".git")) {
          continue;
        }
        touched.add(path);
        Files.delete(file);
        if (what == 1) {
          link(file);
        } else if (random.nextBoolean()) {
          Files.createDirectory(file);
          Files.write(file.resolve("below"), generated.content());
        }
      }
      return touched;
    }

    /** Java would write no slash at the end of a target, and no two in a row. */
    private void link(Path file) throws IOException {
      List<String> targets = List.of("first", "Da/", "Da//Db", "./first", "Da/.", "n\u00e4");
      String target = targets.get(random.nextInt(targets.size()));
      try {
        new ProcessBuilder("ln", "-s", "--", target, file.toString()).start().waitFor();
      } catch (InterruptedException stop) {
        throw new IOException(stop);
      }
    }
  }

  @Test
  @Timeout(1_200)
  void takesWhatGitAddTakesAndNamesTheRest() throws IOException {
    int ignored = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      ignored += compare(seed);
    }
    System.out.println(
        "trees: "
            + SEEDS
            + " agree with git add, "
            + ignored
            + " paths in them are named as left out");
    assertThat(ignored).isGreaterThan(SEEDS);
  }

  private int compare(int seed) throws IOException {
    Scene scene = new Scene(seed);
    Path runs = root.resolve("runs" + seed);
    try (Workbench bench = Workbench.bare(runs, Map.of("first", "1\n"))) {
      Path git = bench.repository.directory();
      commit(git, scene.base, root.resolve("base" + seed));
      if (scene.random.nextBoolean()) {
        Path info = Files.createDirectories(git.resolve("info"));
        Files.write(info.resolve("exclude"), scene.generated.ignoreFile());
        Files.write(info.resolve("attributes"), scene.generated.attributes(true));
      }
      try (ManagedWorkspace workspace = bench.open("r1")) {
        Path ws = bench.directory("r1");
        backdate(ws);
        Index index = new Index(git, ws);
        Set<String> dirty = index.read();
        scene.deleteAndRestore(ws, root.resolve("taken" + seed), () -> Workbench.commit(workspace));
        Set<String> touched = scene.edit(ws);
        dirty.removeAll(touched);
        index.leaveAlone(dirty);

        String head = Workbench.commit(workspace);

        String ours = bench.repository.tree(head);
        String theirs = index.addAll();
        assertThat(ours)
            .as("seed %s: %s", seed, ours.equals(theirs) ? "" : index.difference(ours, theirs))
            .isEqualTo(theirs);
        requireNoSilence(seed, ws, bench.repository.files(head).keySet(), workspace);
        return workspace.leftOut().count();
      }
    }
  }

  /** What is as old as the index is read again by git; a checkout is older when it is edited. */
  private static void backdate(Path ws) throws IOException {
    FileTime past = FileTime.from(Instant.now().minusSeconds(60));
    try (Stream<Path> files = Files.walk(ws)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, past);
      }
    }
  }

  /** Makes a commit of these bytes, whatever attributes say. */
  private static void commit(Path git, Map<String, byte[]> files, Path scratch) throws IOException {
    Files.createDirectories(scratch);
    StringBuilder names = new StringBuilder();
    int number = 0;
    for (byte[] content : files.values()) {
      Path file = Files.write(scratch.resolve("f" + number++), content);
      names.append(file).append('\n');
    }
    String ids =
        GitProgram.answer(
            git, names.toString(), "hash-object", "-w", "--no-filters", "--stdin-paths");
    Iterator<String> id = ids.lines().iterator();
    StringBuilder index = new StringBuilder();
    for (String path : files.keySet()) {
      index.append("100644 ").append(id.next()).append('\t').append(path).append('\0');
    }
    GitProgram.answer(git, index.toString(), "update-index", "-z", "--index-info");
    String tree = GitProgram.answer(git, "", "write-tree").strip();
    String made = GitProgram.answer(git, "", "commit-tree", "-m", "base", tree).strip();
    GitProgram.answer(git, "", "update-ref", "refs/heads/main", made);
    Files.delete(git.resolve("index"));
  }

  /** Every file on disk is in the commit or named. */
  private static void requireNoSilence(
      int seed, Path ws, Set<String> committed, ManagedWorkspace workspace) throws IOException {
    List<String> named =
        workspace.leftOut().named().stream().map(LeftOut::path).collect(Collectors.toList());
    try (Stream<Path> files = Files.walk(ws)) {
      List<String> silent =
          files
              .filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
              .map(file -> ws.relativize(file).toString())
              .filter(path -> !committed.contains(path))
              .filter(path -> named.stream().noneMatch(name -> covers(name, path)))
              .toList();
      assertThat(silent).as("seed %s, named are %s", seed, named).isEmpty();
    }
  }

  private static boolean covers(String name, String path) {
    return name.equals(path) || (name.endsWith("/") && path.startsWith(name));
  }

  /** The owner's git on the same files. */
  private static final class Index {
    private final Path repository;
    private final List<String> where;

    Index(Path repository, Path ws) {
      this.repository = repository;
      this.where =
          List.of(
              "--git-dir=" + repository,
              "--work-tree=" + ws,
              "-c",
              "core.safecrlf=false",
              "-c",
              "core.trustctime=false");
    }

    private String git(String input, String... arguments) {
      List<String> all =
          Stream.concat(where.stream(), Stream.of(arguments)).collect(Collectors.toList());
      return GitProgram.answer(repository, input, all.toArray(String[]::new));
    }

    /** Reads the base; returns what git would normalise if it were touched. */
    Set<String> read() {
      git("", "read-tree", "main");
      git("", "update-index", "-q", "--refresh");
      return Stream.of(git("", "diff-files", "-z", "--name-only").split("\0", -1))
          .filter(path -> !path.isEmpty())
          .collect(Collectors.toCollection(TreeSet::new));
    }

    void leaveAlone(Set<String> paths) {
      String names = String.join("\0", paths) + (paths.isEmpty() ? "" : "\0");
      git(names, "update-index", "--assume-unchanged", "-z", "--stdin");
    }

    String addAll() {
      git("", "add", "--all", ".");
      return git("", "write-tree").strip();
    }

    String difference(String ours, String git) {
      String rules = git("", "grep", "-h", "-a", "", ours, "--", ":(glob)**/.gitattributes");
      String[] names = git("", "diff-tree", "-r", "-z", "--name-only", ours, git).split("\0", -1);
      return (String.join(" ", names)
              + "\nattributes\n"
              + rules
              + git("", "check-attr", "-a", "--", names[0])
              + git("", "diff-tree", "-r", "-p", "-a", ours, git))
          .replace("\r", "<CR>");
    }
  }
}
