package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.RetryPolicy;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** One run with a fake provider, a clock that is moved by hand, and waits of exactly one second. */
final class MeterFixture implements RunSignals {
  static final Duration TIME_LIMIT = Duration.ofMinutes(10);
  static final RetryPolicy ONE_SECOND_FIVE_TIMES =
      (failure, attempts, left) ->
          failure.kind().isRetryable() && attempts < 5
              ? Optional.of(failure.retryAfter().orElse(Duration.ofSeconds(1)))
              : Optional.empty();
  final RunId run = RunId.of("run");
  final Task task = Task.builder("Fix it").build();
  final FakeProvider provider = new FakeProvider();

  /** Of another vendor: its account is its own. */
  final FakeProvider other = new FakeProvider("elsewhere");

  final ManualTime time = ManualTime.create();
  final BudgetLedger ledger;
  final Cancellation cancellation = new Cancellation();
  final List<Event> events = new ArrayList<>();
  final ModelAccess.Builder access;
  Consumer<Event> listener = event -> {};
  Duration timeLimit = TIME_LIMIT;
  int signsOfLife;
  private ActiveTime active = new ActiveTime(time);
  private TimeAccount timeAccount;

  MeterFixture() {
    this(BudgetLedger::inMemory);
  }

  MeterFixture(Function<TimeSource, BudgetLedger> ledgers) {
    ledger = ledgers.apply(time);
    access =
        ModelAccess.builder(Map.of("fake", provider, "elsewhere", other))
            .ledger(ledger)
            .time(time)
            .retry(ONE_SECOND_FIVE_TIMES);
    timeAccount = new TimeAccount(ledger, run, active);
  }

  /** Makes the meter of a run under these caps, nothing kept for the reviewer. */
  RunMeter meter(Cap... caps) {
    return meter(
        new BudgetPolicy() {
          @Override
          public List<Cap> caps(Task task) {
            return List.of(caps);
          }

          @Override
          public int reviewerSharePercent() {
            return 0;
          }
        });
  }

  RunMeter meter(BudgetPolicy policy) {
    active = new ActiveTime(time);
    timeAccount = new TimeAccount(ledger, run, active);
    List<Cap> caps = new ArrayList<>(policy.caps(task));
    caps.add(Cap.timePerRun(timeLimit));
    ledger.open(new Account(run, task.kind(), caps, policy.reviewerSharePercent()));
    active.begin();
    timeAccount.book();
    return new RunMeter(access.build(), run, task, policy, this);
  }

  Conversation conversation(Cap... caps) {
    return meter(caps).open(spec(FakeProvider.STRONG).build(), AgentRole.IMPLEMENTER, "main");
  }

  static ConversationSpec.Builder spec(ModelId model) {
    return ConversationSpec.builder(model);
  }

  static Money tokens(long tokens) {
    return Money.ofNanos(tokens * 1_000);
  }

  SpendView spend() {
    return ledger.spend(run);
  }

  List<String> eventNames() {
    return events.stream().map(Event::name).toList();
  }

  Event last(String name) {
    return events.stream()
        .filter(event -> event.name().equals(name))
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError("no " + name + " among " + eventNames()));
  }

  @Override
  public void emit(String eventName, Supplier<Map<String, Object>> attributes) {
    Event event = new Event(eventName, attributes.get());
    events.add(event);
    listener.accept(event);
  }

  @Override
  public TimeAccount timeAccount() {
    return timeAccount;
  }

  @Override
  public Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public void touch() {
    signsOfLife++;
  }

  record Event(String name, Map<String, Object> attributes) {}
}
