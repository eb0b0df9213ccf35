package dev.aidp;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.view.RunView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Lists the runs of a repository. Only those that have not ended are a question to an engine. */
final class RunList {

  private final RunRegistry registry;
  private final Engines engines;
  private final Function<RunRecord, DefaultRunHandle> handles;

  RunList(RunRegistry registry, Engines engines, Function<RunRecord, DefaultRunHandle> handles) {
    this.registry = registry;
    this.engines = engines;
    this.handles = handles;
  }

  List<RunHandle> runs(RunFilter filter) {
    return !filter.looks()
        ? registry.all().stream()
            .filter(filter::test)
            .limit(filter.limit())
            .<RunHandle>map(handles)
            .toList()
        : looked(filter).keySet().stream().<RunHandle>map(handles).toList();
  }

  List<RunView> views(RunFilter filter) {
    return ImmutableList.copyOf(looked(filter).values());
  }

  private Map<RunRecord, RunView> looked(RunFilter filter) {
    Map<RunRecord, RunView> looked = new LinkedHashMap<>();
    Map<Engines.Place, UnusableException> unusable = new LinkedHashMap<>();
    for (RunRecord run : registry.all()) {
      if (looked.size() == filter.limit()) {
        break;
      }
      if (filter.test(run)) {
        look(run, unusable).filter(filter::test).ifPresent(view -> looked.put(run, view));
      }
    }
    return looked;
  }

  /** A server that is not there takes its time: it is asked once. */
  private Optional<RunView> look(RunRecord run, Map<Engines.Place, UnusableException> unusable) {
    UnusableException why = run.finished() == null ? unusable.get(engines.place(run)) : null;
    try {
      return Optional.of(
          why == null ? handles.apply(run).view(run) : RunViewLoader.unknown(run, why));
    } catch (UnusableException e) {
      unusable.put(engines.place(run), e);
      return Optional.of(RunViewLoader.unknown(run, e));
    } catch (UsageException e) {
      // It is on another service than this process was told.
      return Optional.of(RunViewLoader.unknown(run, e));
    } catch (NotFoundException e) {
      return Optional.empty(); // pruned meanwhile
    }
  }
}
