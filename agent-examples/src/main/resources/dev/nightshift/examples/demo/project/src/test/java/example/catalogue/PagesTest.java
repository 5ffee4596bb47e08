package example.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PagesTest {
  @Test
  void fullPagesAreCounted() {
    assertEquals(2, new Pages(5).count(10));
  }

  @Test
  void noItemsNeedNoPage() {
    assertEquals(0, new Pages(5).count(0));
  }

  @Test
  void anItemIsOnThePageItFallsOn() {
    assertEquals(1, new Pages(5).pageOf(5));
  }

  @Test
  void aPageHoldsAtLeastOneItem() {
    assertThrows(IllegalArgumentException.class, () -> new Pages(0));
  }
}
