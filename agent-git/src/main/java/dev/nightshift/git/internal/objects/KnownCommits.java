package dev.nightshift.git.internal.objects;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * The commits that walks of one repository came along lately. A run that lands after many others
 * has all their commits between its base and the target, and asks for them several times; read from
 * disk each time, that is most of what a landing takes. Safe for concurrent use.
 *
 * <p>What a walk is started with is read from disk all the same, and what that leads to git keeps
 * as long as it keeps that: so nothing is taken for there that is gone.
 */
final class KnownCommits {
  private static final long MOST_BYTES = 16L << 20;

  private final ConcurrentMap<ObjectId, byte[]> commits = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();

  /** Opens a walk over a repository, to be closed. */
  RevWalk walk(ObjectReader disk) {
    return new RevWalk(new Reader(disk)) {
      @Override
      public void close() {
        super.close();
        disk.close();
      }
    };
  }

  void forget() {
    commits.clear();
    bytes.set(0);
  }

  private void add(ObjectId id, byte[] content) {
    if (bytes.addAndGet(content.length) > MOST_BYTES) {
      // Which of them are needed next is not known; all are read again at most once.
      forget();
    }
    commits.put(id, content);
  }

  /** Reads commits of a known type from memory if it can. */
  private final class Reader extends ObjectReader.Filter {
    private final ObjectReader disk;

    Reader(ObjectReader disk) {
      this.disk = disk;
    }

    @Override
    protected ObjectReader delegate() {
      return disk;
    }

    @Override
    public ObjectReader newReader() {
      return new Reader(disk.newReader());
    }

    @Override
    public ObjectLoader open(AnyObjectId id, int type) throws IOException {
      byte @Nullable [] known = type == Constants.OBJ_COMMIT ? commits.get(id) : null;
      if (known != null) {
        return new ObjectLoader.SmallObject(type, known);
      }
      ObjectLoader loader = disk.open(id, type);
      if (type == Constants.OBJ_COMMIT && !loader.isLarge()) {
        add(id.copy(), loader.getCachedBytes());
      }
      return loader;
    }
  }
}
