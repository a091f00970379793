using Microsoft.DurableTask;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// The external events of a generation: those that arrived before anybody waited, and those who wait. Names have no case; the newest wait gets the
/// next event; a wait that was cancelled gets none.
/// </summary>
internal sealed class EventWaits(DataConverter converter)
{
    readonly Dictionary<string, List<IWaiter>> waits = new(StringComparer.OrdinalIgnoreCase);
    readonly LinkedList<EventRaised> buffer = new();

    interface IWaiter
    {
        Type Type { get; }

        bool IsOpen { get; }

        void Deliver(string? payload);
    }

    public bool AnybodyWaits => waits.Values.Any(w => w.Exists(x => x.IsOpen));

    /// <summary>The events nobody has taken, oldest first.</summary>
    public IReadOnlyList<EventRaised> Buffered => [.. buffer];

    /// <exception cref="ArgumentException">Somebody waits for this event with another type.</exception>
    public Task<T> Wait<T>(string name, CancellationToken cancellation)
    {
        var open = Open(name);
        if (open.Count > 0 && open[^1].Type != typeof(T))
        {
            throw new ArgumentException($"Events with the same name must have the same type argument: {open[^1].Type} and {typeof(T)} are both expected.");
        }

        var wait = new Waiter<T>(converter, cancellation);
        var buffered = buffer.FirstOrDefault(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));
        if (buffered is not null && wait.IsOpen)
        {
            buffer.Remove(buffered);
            ((IWaiter)wait).Deliver(buffered.Payload);
        }
        else
        {
            open.Add(wait);
        }

        return wait.Task;
    }

    public void Raise(EventRaised raised)
    {
        var open = Open(raised.Name);
        if (open.Count == 0)
        {
            buffer.AddLast(raised);
            return;
        }

        var newest = open[^1];
        open.RemoveAt(open.Count - 1);
        newest.Deliver(raised.Payload);
    }

    List<IWaiter> Open(string name)
    {
        if (!waits.TryGetValue(name, out var list))
        {
            waits[name] = list = [];
        }

        list.RemoveAll(w => !w.IsOpen);
        return list;
    }

    sealed class Waiter<T> : IWaiter
    {
        readonly TaskCompletionSource<T> arrival = new();
        readonly DataConverter converter;

        public Waiter(DataConverter converter, CancellationToken cancellation)
        {
            this.converter = converter;
            cancellation.Register(() => arrival.TrySetCanceled(cancellation));
        }

        public Task<T> Task => arrival.Task;

        public Type Type => typeof(T);

        public bool IsOpen => !arrival.Task.IsCompleted;

        public void Deliver(string? payload)
        {
            try
            {
                arrival.TrySetResult(converter.Deserialize<T>(payload)!);
            }
            catch (Exception e)
            {
                // Whoever waits hears that the payload is not what it takes it for.
                arrival.TrySetException(e);
            }
        }
    }
}
