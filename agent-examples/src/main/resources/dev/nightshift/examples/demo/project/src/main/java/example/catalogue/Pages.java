package example.catalogue;

/** Divides a list of items into pages of one size. */
public final class Pages {
  private final int size;

  public Pages(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("size " + size + " must be at least 1");
    }
    this.size = size;
  }

  /** Returns how many pages a number of items needs. */
  public int count(int items) {
    return items / size;
  }

  /** Returns the page an item is on, both counted from 0. */
  public int pageOf(int item) {
    return item / size;
  }
}
