package dev.nightshift.core.internal.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds where one side of a merge moved the files it no longer has, in git's order: equal contents,
 * then similar files of the same name, then whatever is most similar, from half of the content on.
 *
 * <p>Where two pairs are about as good, or a score is about at the limit, the pair is not certain.
 * Used once, by one thread.
 */
final class RenameSearch {
  private static final int HALF = Likeness.SAME / 2;
  private static final int SAME_NAME = Likeness.SAME * 3 / 4;
  private static final int DOUBT = Likeness.SAME / 50;
  private static final int TIE = Likeness.SAME / 100;
  private static final int CANDIDATES_PER_FILE = 4;
  private static final int ALWAYS_COMPARED = 200_000;
  private static final int MAX_COMPARISONS = 10_000_000;
  private static final long MAX_COMPARED_BYTES = 5_000_000_000L;
  private static final Score UNLIKE = new Score(0, 0);

  private final NavigableMap<String, FileVersion> sources;
  private final NavigableMap<String, FileVersion> free;
  private final Set<String> first;
  private final Set<String> wanted;
  private final TreeLookup side;
  private final Likenesses likenesses;
  private final Map<String, Rename> found = new TreeMap<>();
  private final Set<String> doubtful = new HashSet<>();
  private final MoveCounts moves = new MoveCounts();
  private final Set<String> untold = new HashSet<>();

  private RenameSearch(SideChanges side, Wanted wanted, Likenesses likenesses) {
    this.side = side.tree();
    this.sources = side.deleted();
    this.free = side.added();
    this.first = wanted.first();
    this.wanted = new HashSet<>(wanted.first());
    this.wanted.addAll(wanted.alsoIfCheap());
    this.likenesses = likenesses;
  }

  /**
   * The deleted files to look for.
   *
   * @param alsoIfCheap those that are left out where all together are too many to compare
   */
  record Wanted(Set<String> first, Set<String> alsoIfCheap) {}

  /**
   * What became of the files that were looked for.
   *
   * @param renames by the old path
   * @param untold those for which there was more to compare than is done
   */
  record Result(Map<String, Rename> renames, Set<String> untold) {}

  /** Looks for the wanted ones among the files a side deleted. */
  static Result of(SideChanges side, Wanted wanted, FileContents contents) throws IOException {
    RenameSearch search = new RenameSearch(side, wanted, new Likenesses(contents));
    search.run();
    Map<String, Rename> renames = new TreeMap<>();
    for (Rename rename : search.found.values()) {
      boolean isDoubtful =
          search.doubtful.contains(rename.from())
              || search.doubtful.contains(rename.to())
              || search.untold.contains(rename.from());
      renames.put(
          rename.from(), new Rename(rename.from(), rename.to(), rename.isCertain() && !isDoubtful));
    }
    search.untold.removeAll(renames.keySet());
    return new Result(renames, search.untold);
  }

  private void run() throws IOException {
    if (free.isEmpty() || sources.keySet().stream().noneMatch(wanted::contains)) {
      return;
    }
    for (NavigableMap<String, FileVersion> files : List.of(sources, free)) {
      Set<String> unfit = new HashSet<>();
      for (Map.Entry<String, FileVersion> file : files.entrySet()) {
        FileVersion version = file.getValue();
        if (version.type() == FileVersion.Type.OTHER || likenesses.size(version) == 0) {
          unfit.add(file.getKey());
        }
      }
      files.keySet().removeAll(unfit);
    }
    pairEqual();
    sources.values().removeIf(file -> file.type() != FileVersion.Type.FILE);
    free.values().removeIf(file -> file.type() != FileVersion.Type.FILE);
    pairNamesakes();
    sources.keySet().removeIf(path -> !wanted.contains(path));
    pairSimilar();
  }

  private void pairEqual() throws IOException {
    Map<FileVersion, List<String>> gone = byVersion(sources);
    Map<FileVersion, List<String>> come = byVersion(free);
    for (Map.Entry<FileVersion, List<String>> entry : come.entrySet()) {
      List<String> from = gone.getOrDefault(entry.getKey(), List.of());
      List<String> to = entry.getValue();
      if (from.isEmpty()) {
        continue;
      }
      if (from.size() > 1 || to.size() > 1) {
        boolean namesDecide = from.size() == to.size() && names(from).equals(names(to));
        if (!namesDecide || names(from).size() < from.size()) {
          doubtful.addAll(from);
          doubtful.addAll(to);
        }
      }
      pairEqual(new ArrayList<>(from), to);
    }
  }

  private void pairEqual(List<String> from, List<String> to) throws IOException {
    for (String path : to) {
      if (!from.isEmpty()) {
        String source =
            from.stream()
                .filter(one -> name(one).equals(name(path)))
                .findFirst()
                .orElse(from.get(0));
        from.remove(source);
        pair(source, path, true);
        if (isGone(directory(source))) {
          moves.add(directory(source), directory(path));
        }
      }
    }
  }

  private static Map<FileVersion, List<String>> byVersion(Map<String, FileVersion> files) {
    return files.keySet().stream().collect(Collectors.groupingBy(files::get));
  }

  /**
   * A file whose name is unique, or whose directory moved, is most likely still called the same.
   */
  private void pairNamesakes() throws IOException {
    Map<String, List<String>> come = byName(free.keySet());
    Map<String, List<String>> gone = byName(sources.keySet());
    for (Map.Entry<String, FileVersion> entry : new TreeMap<>(sources).entrySet()) {
      String source = entry.getKey();
      List<String> namesakes = come.getOrDefault(name(source), List.of());
      if (!wanted.contains(source) || namesakes.isEmpty()) {
        continue;
      }
      boolean unique =
          namesakes.size() == 1 && gone.getOrDefault(name(source), List.of()).size() == 1;
      String guess = unique ? namesakes.get(0) : guess(source);
      FileVersion now = guess == null ? null : free.get(guess);
      if (guess != null && now != null) {
        Score score = score(source, entry.getValue(), now);
        if (score.value() >= SAME_NAME) {
          pair(source, guess, score.isClearOf(SAME_NAME));
        } else if (!score.isClearOf(SAME_NAME)) {
          doubtful.add(source);
        }
      }
    }
  }

  /** Returns where a file is if it moved as most of its directory did, or null. */
  private @Nullable String guess(String source) {
    MoveCounts.Most most = moves.most(directory(source));
    if (most == null) {
      return null;
    }
    if (!most.isUnique()) {
      doubtful.add(source);
    }
    return most.directory() + "/" + name(source);
  }

  private static Map<String, List<String>> byName(Collection<String> paths) {
    return paths.stream().collect(Collectors.groupingBy(RenameSearch::name));
  }

  /** A possible pair. */
  private record Candidate(String from, String to, Score score, boolean hasSameName) {
    boolean competesWith(Candidate other) {
      return !equals(other) && (from.equals(other.from) || to.equals(other.to));
    }
  }

  private void pairSimilar() throws IOException {
    List<Candidate> candidates = candidates();
    candidates.sort(BEST_FIRST);
    for (int at = 0; at < candidates.size(); at++) {
      Candidate best = candidates.get(at);
      if (!isOpen(best)) {
        continue;
      }
      for (int next = at + 1; next < candidates.size(); next++) {
        Candidate rival = candidates.get(next);
        if (best.score().value() - rival.score().value() > TIE) {
          break;
        }
        if (rival.competesWith(best) && isOpen(rival)) {
          doubtful.addAll(List.of(best.from(), best.to(), rival.from(), rival.to()));
        }
      }
      pair(best.from(), best.to(), best.score().isClearOf(HALF));
    }
  }

  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparing((Candidate candidate) -> -candidate.score().value())
          .thenComparing(candidate -> !candidate.hasSameName());

  private boolean isOpen(Candidate candidate) {
    return sources.containsKey(candidate.from()) && free.containsKey(candidate.to());
  }

  private List<Candidate> candidates() throws IOException {
    List<Candidate> all = new ArrayList<>();
    for (Set<String> compared : List.of(first, Set.<String>of())) {
      if (isTooMuch()) {
        Set<String> dropped = new HashSet<>(sources.keySet());
        dropped.removeAll(compared);
        untold.addAll(dropped);
        sources.keySet().removeAll(dropped);
      }
    }
    for (Map.Entry<String, FileVersion> to : free.entrySet()) {
      List<Candidate> ofOne = new ArrayList<>();
      for (Map.Entry<String, FileVersion> from : sources.entrySet()) {
        Score score = score(from.getKey(), from.getValue(), to.getValue());
        if (score.value() >= HALF || !score.isClearOf(HALF)) {
          boolean sameName = name(from.getKey()).equals(name(to.getKey()));
          ofOne.add(new Candidate(from.getKey(), to.getKey(), score, sameName));
        }
      }
      ofOne.sort(BEST_FIRST);
      all.addAll(ofOne.subList(0, Math.min(CANDIDATES_PER_FILE, ofOne.size())));
    }
    return all;
  }

  private Score score(String source, FileVersion one, FileVersion other) throws IOException {
    @Nullable Score score = likenesses.score(one, other);
    if (score == null) {
      untold.add(source);
    }
    return score == null ? UNLIKE : score;
  }

  /** Short files are compared faster than long ones. */
  private boolean isTooMuch() throws IOException {
    long pairs = (long) sources.size() * free.size();
    return pairs > ALWAYS_COMPARED
        && (pairs > MAX_COMPARISONS
            || free.size() * bytes(sources) + sources.size() * bytes(free) > MAX_COMPARED_BYTES);
  }

  private long bytes(Map<String, FileVersion> files) throws IOException {
    long bytes = 0;
    for (FileVersion file : files.values()) {
      bytes += likenesses.size(file);
    }
    return bytes;
  }

  private void pair(String from, String to, boolean isCertain) {
    found.put(from, new Rename(from, to, isCertain));
    sources.remove(from);
    free.remove(to);
  }

  private boolean isGone(String directory) throws IOException {
    return side.at(directory) != TreeLookup.Found.DIRECTORY;
  }

  static String directory(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static Set<String> names(Collection<String> paths) {
    return paths.stream().map(RenameSearch::name).collect(Collectors.toSet());
  }

  /**
   * How similar two files are.
   *
   * @param doubt by how much it may be too high
   */
  record Score(int value, int doubt) {
    /** Tells whether it is certain on which side of a limit the score is. */
    boolean isClearOf(int limit) {
      return value < limit - DOUBT || value - doubt >= limit + DOUBT;
    }
  }
}
