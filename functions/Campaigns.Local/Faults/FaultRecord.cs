using System.IO.MemoryMappedFiles;

namespace Campaigns.Local.Faults;

/// <summary>
/// Counts of storage calls by place, and which kills have happened, in memory that a file stands behind: what a process wrote before it was killed is what
/// its successor, or a supervisor beside it, reads. Safe to use from many threads.
/// </summary>
internal sealed class FaultRecord : IDisposable
{
    public const int MostKills = 64;

    // The first slots count by place.
    const int SeenFrom = 8;
    const int KindsFrom = 16;
    const int AllCalls = 31;
    const int KillsFrom = 32 * sizeof(long);
    const int Size = KillsFrom + MostKills;
    readonly Lock _gate = new();
    readonly MemoryMappedFile _file;
    readonly MemoryMappedViewAccessor _view;

    /// <summary>Opens the record in a file, which is made where it is missing; without one the record is this process's own.</summary>
    public FaultRecord(string? file)
    {
        _file = file is null ? MemoryMappedFile.CreateNew(null, Size) : MemoryMappedFile.CreateFromFile(file, FileMode.OpenOrCreate, null, Size);
        _view = _file.CreateViewAccessor(0, Size);
    }

    /// <summary>Storage calls so far, by place.</summary>
    public IReadOnlyDictionary<FaultPlace, long> Calls => Enum.GetValues<FaultPlace>().ToDictionary(p => p, p => Read((int)p));

    public long Lost => Read(KindsFrom + (int)FaultKind.Lost);

    /// <summary>What was injected so far.</summary>
    public FaultTally Tally => new(
        Enum.GetValues<FaultKind>().ToDictionary(k => k, k => Read(KindsFrom + (int)k)),
        Enum.GetValues<FaultPlace>().ToDictionary(p => p, p => Read(SeenFrom + (int)p)));

    public long All => Read(AllCalls);

    /// <summary>Counts a call; answers with how many of its place there are now, and how many in all.</summary>
    public (long OfPlace, long All) Count(FaultPlace place) => (Add((int)place), Add(AllCalls));

    /// <summary>Notes that a call met with a fault.</summary>
    public void Inject(FaultKind kind) => Add(KindsFrom + (int)kind);

    /// <summary>Notes that a call failed past all tries of its client.</summary>
    public void Surface(FaultPlace place) => Add(SeenFrom + (int)place);

    public bool HasHappened(int kill) => _view.ReadByte(KillsFrom + kill) != 0;

    /// <summary>Notes a kill; false where it has happened before.</summary>
    public bool Happen(int kill)
    {
        lock (_gate)
        {
            if (HasHappened(kill))
                return false;
            _view.Write(KillsFrom + kill, (byte)1);
            return true;
        }
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    long Read(int slot) => _view.ReadInt64(slot * sizeof(long));

    long Add(int slot)
    {
        lock (_gate)
        {
            var next = Read(slot) + 1;
            _view.Write(slot * sizeof(long), next);
            return next;
        }
    }
}
