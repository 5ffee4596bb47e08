package dev.nightshift.git.internal.merge;

import dev.nightshift.git.internal.objects.RawBytes;
import dev.nightshift.git.internal.objects.TreeEntry;
import dev.nightshift.git.internal.objects.Trees;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Two branches of a random repository: edits, renames, moved directories, and all that meets. */
final class RandomHistory {
  private static final PersonIdent WHO = new PersonIdent("Tester", "tester@localhost");
  private static final String[] DIRECTORIES = {"", "src/", "src/a/", "src/b/", "doc/", "lib/x/"};
  private static final String[] ATTRIBUTES = {
    "*.java -merge",
    "Makefile binary",
    "notes.txt merge=ours",
    "f* merge=nobody",
    "A* merge",
    "/src/** -merge",
    "*.java merge=union",
    "moved* -merge",
    "Util.java !merge"
  };
  private static final String[] NAMES = {"A.java", "B.java", "Util.java", "Makefile", "notes.txt"};
  private static final String[] REPEATED = {"}", "", "    }", "  return x;", "{"};
  private final Random random;
  private final ObjectInserter inserter;
  private final boolean alike;
  private final boolean hasAttributes;
  private final boolean repeats;

  /** A version of a file: its mode and bytes. */
  private record Content(FileMode mode, RawBytes raw) {
    Content(FileMode mode, byte[] bytes) {
      this(mode, RawBytes.of(bytes));
    }

    byte[] bytes() {
      return raw.array();
    }
  }

  /** The three commits of a merge. */
  record Commits(ObjectId base, ObjectId branch, ObjectId target) {}

  private RandomHistory(long seed, ObjectInserter inserter) {
    this.random = new Random(seed);
    this.inserter = inserter;
    // In every third history all files have most of their lines in common.
    this.alike = seed % 3 == 0;
    this.hasAttributes = seed % 4 == 1;
    this.repeats = repeats(seed);
  }

  /** Tells whether the files of a history have the same few lines again and again. */
  static boolean repeats(long seed) {
    return seed % 5 == 4;
  }

  static Commits of(long seed, ObjectInserter inserter) throws Exception {
    return new RandomHistory(seed, inserter).commits();
  }

  /** Merges two commits. */
  @FunctionalInterface
  interface Crossing {
    /** Returns the merged tree, or null if there are conflicts. */
    @Nullable ObjectId merge(ObjectId one, ObjectId other) throws Exception;
  }

  /** Returns two branches that have merged each other before, and so have two best ancestors. */
  static Commits crossed(long seed, Repository repository, Crossing crossing) throws Exception {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      return new RandomHistory(seed, inserter).crossed(repository, crossing);
    }
  }

  private Commits commits() throws Exception {
    Map<String, Content> base = base();
    ObjectId first = commit(base, "base");
    ObjectId branch = commit(changed(base), "branch", first);
    ObjectId target = commit(changed(base), "target", first);
    inserter.flush();
    return new Commits(first, branch, target);
  }

  private Commits crossed(Repository repository, Crossing crossing) throws Exception {
    Map<String, Content> base = base();
    ObjectId first = commit(base, "base");
    Map<String, Content> ofOne = changed(base);
    Map<String, Content> ofOther = changed(base);
    ObjectId one = commit(ofOne, "one", first);
    ObjectId other = commit(ofOther, "other", first);
    inserter.flush();
    ObjectId tree = crossing.merge(one, other);
    // Who resolves a conflict takes one side here, and not both the same one.
    Map<String, Content> branch = tree == null ? ofOne : read(repository, tree);
    Map<String, Content> target = tree != null ? branch : random.nextBoolean() ? ofOne : ofOther;
    ObjectId oneMerged = commit(branch, "one merged", one, other);
    ObjectId otherMerged = commit(target, "other merged", other, one);
    Commits commits =
        new Commits(
            first,
            commit(changed(branch), "branch", oneMerged),
            commit(changed(target), "target", otherMerged));
    inserter.flush();
    return commits;
  }

  private Map<String, Content> read(Repository repository, ObjectId tree) throws Exception {
    Map<String, Content> files = new TreeMap<>();
    try (ObjectReader reader = repository.newObjectReader()) {
      for (TreeEntry entry : Trees.read(reader, tree).values()) {
        files.put(entry.path(), new Content(entry.mode(), reader.open(entry.id()).getBytes()));
      }
    }
    return files;
  }

  private Map<String, Content> base() {
    Map<String, Content> base = new TreeMap<>();
    for (int i = 3 + random.nextInt(16); i > 0; i--) {
      String path = freshPath(base);
      base.put(path, content(base));
    }
    if (hasAttributes) {
      base.put(".gitattributes", attributes());
      base.put("src/.gitattributes", attributes());
    }
    return base;
  }

  private Content attributes() {
    StringBuilder lines = new StringBuilder();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      lines.append(ATTRIBUTES[random.nextInt(ATTRIBUTES.length)]).append('\n');
    }
    return new Content(
        FileMode.REGULAR_FILE, lines.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private Map<String, Content> changed(Map<String, Content> base) {
    Map<String, Content> files = new TreeMap<>(base);
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      change(files);
    }
    return files;
  }

  private void change(Map<String, Content> files) {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> edit(files, anyOf(files), 1 + random.nextInt(3));
      case 3 -> move(files, anyOf(files), freshPath(files));
      case 4, 5 -> {
        String to = freshPath(files);
        move(files, anyOf(files), to);
        edit(files, to, 1 + random.nextInt(8));
      }
      case 6 -> files.remove(anyOf(files));
      case 7 -> files.put(freshPath(files), content(files));
      case 8 -> files.computeIfPresent(anyOf(files), (path, old) -> otherMode(old));
      case 9 -> moveDirectory(files);
      case 10 -> renameInPlace(files, anyOf(files));
      default -> {
        String path = anyOf(files);
        files.put(freshPath(files), files.getOrDefault(path, content(files)));
      }
    }
  }

  private void moveDirectory(Map<String, Content> files) {
    String from = directory();
    String to = random.nextBoolean() ? "moved" + random.nextInt(2) + "/" : directory();
    for (String path : List.copyOf(files.keySet())) {
      if (path.startsWith(from) && !from.isEmpty() && random.nextInt(8) > 0) {
        String moved = to + path.substring(from.length());
        if (isFree(files, moved)) {
          move(files, path, moved);
          if (random.nextInt(4) == 0) {
            edit(files, moved, 1);
          }
        }
      }
    }
  }

  private void renameInPlace(Map<String, Content> files, String path) {
    String moved = path.substring(0, path.lastIndexOf('/') + 1) + "Renamed" + random.nextInt(3);
    if (isFree(files, moved)) {
      move(files, path, moved);
    }
  }

  private static void move(Map<String, Content> files, String from, String to) {
    Content content = files.remove(from);
    if (content != null) {
      files.put(to, content);
    }
  }

  private void edit(Map<String, Content> files, String path, int times) {
    Content old = files.get(path);
    if (old == null || FileMode.SYMLINK.equals(old.mode())) {
      return;
    }
    List<String> lines =
        new ArrayList<>(new String(old.bytes(), StandardCharsets.ISO_8859_1).lines().toList());
    if (repeats && random.nextInt(3) == 0) {
      int from = random.nextInt(lines.size() + 1);
      List<String> block = lines.subList(from, Math.min(lines.size(), from + 3));
      lines.addAll(from, List.copyOf(block));
    }
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(lines.size() + 1);
      switch (random.nextInt(3)) {
        case 0 -> lines.add(at, repeats ? repeated() : "added " + random.nextInt(1_000));
        case 1 -> lines.subList(Math.max(0, at - 1), at).clear();
        default -> {
          if (at < lines.size()) {
            lines.set(at, "edited " + random.nextInt(1_000));
          }
        }
      }
    }
    String end = random.nextInt(20) == 0 ? "" : "\n";
    byte[] bytes = (String.join("\n", lines) + end).getBytes(StandardCharsets.ISO_8859_1);
    files.put(path, new Content(old.mode(), bytes));
  }

  private static Content otherMode(Content old) {
    return FileMode.SYMLINK.equals(old.mode())
        ? old
        : new Content(
            FileMode.REGULAR_FILE.equals(old.mode())
                ? FileMode.EXECUTABLE_FILE
                : FileMode.REGULAR_FILE,
            old.bytes());
  }

  private Content content(Map<String, Content> files) {
    int kind = random.nextInt(20);
    if (kind == 0 && !files.isEmpty()) {
      return files.get(anyOf(files));
    }
    if (kind == 1) {
      return new Content(FileMode.REGULAR_FILE, new byte[0]);
    }
    if (kind == 2) {
      return new Content(
          FileMode.SYMLINK, ("to" + random.nextInt(3)).getBytes(StandardCharsets.UTF_8));
    }
    StringBuilder text = new StringBuilder(kind == 3 ? "binary \0\n" : "");
    if (random.nextInt(3) == 0) {
      text.append("/* a licence that many files have,\n * and that goes on\n * for a while */\n");
    }
    int lines = 5 + random.nextInt(30);
    String word = "word" + random.nextInt(50);
    for (int line = 0; line < lines; line++) {
      if (repeats && random.nextInt(4) > 0) {
        text.append(repeated()).append('\n');
      } else if (alike && random.nextInt(10) < 7) {
        text.append("a line of all files ").append(line).append('\n');
      } else {
        text.append(word).append(' ').append(random.nextInt(200)).append('\n');
      }
    }
    return new Content(
        FileMode.REGULAR_FILE, text.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private String repeated() {
    return REPEATED[random.nextInt(REPEATED.length)];
  }

  private String directory() {
    return DIRECTORIES[random.nextInt(DIRECTORIES.length)];
  }

  private String freshPath(Map<String, Content> files) {
    while (true) {
      String name =
          random.nextInt(3) == 0 ? "f" + random.nextInt(30) : NAMES[random.nextInt(NAMES.length)];
      String path = directory() + name;
      if (isFree(files, path)) {
        return path;
      }
    }
  }

  private static boolean isFree(Map<String, Content> files, String path) {
    return !files.containsKey(path)
        && files.keySet().stream()
            .noneMatch(other -> other.startsWith(path + "/") || path.startsWith(other + "/"));
  }

  private String anyOf(Map<String, Content> files) {
    List<String> paths = List.copyOf(files.keySet());
    return paths.isEmpty() ? "" : paths.get(random.nextInt(paths.size()));
  }

  private ObjectId commit(Map<String, Content> files, String message, ObjectId... parents)
      throws Exception {
    List<TreeEntry> entries = new ArrayList<>();
    for (Map.Entry<String, Content> file : files.entrySet()) {
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, file.getValue().bytes());
      entries.add(new TreeEntry(file.getKey(), file.getValue().mode(), blob));
    }
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(Trees.write(inserter, entries));
    commit.setParentIds(parents);
    commit.setAuthor(WHO);
    commit.setCommitter(WHO);
    commit.setMessage(message + "\n");
    return inserter.insert(commit);
  }
}
