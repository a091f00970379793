namespace Campaigns.Rules.People;

/// <summary>How a unit changes during a cycle (J20).</summary>
public enum UnitChangeKind
{
    /// <summary>It hangs below another unit from now on; its participants keep their group.</summary>
    Move,

    /// <summary>It ends, and nobody takes its place.</summary>
    Retire,

    /// <summary>It ends, and its successors each carry on what it had.</summary>
    Split,

    /// <summary>It ends, and another unit carries on what both had.</summary>
    Merge,
}

/// <summary>
/// What is to change: for a move <see cref="Into"/> is the new parent, for a merge the unit that takes it in, for a split the successors, the first of which
/// is the heir to what cannot be had twice (its pledges).
/// </summary>
public sealed record UnitChange(UnitChangeKind Kind, string Unit, IReadOnlyList<string> Into);

/// <summary>A unit as changes see it.</summary>
public sealed record ChangeUnit(string Id, string Level, string? Parent, IReadOnlyList<string>? EndedInto = null)
{
    /// <summary>Retired, split or merged before.</summary>
    public bool HasEnded => EndedInto is not null;
}

/// <summary>Why a change is refused.</summary>
public enum ChangeRefusal
{
    UnknownUnit,
    EndedOtherwise,
    RootStays,
    WrongNumber,
    TargetUnknown,
    TargetEnded,
    TargetIsItself,
    TargetIsBelow,
    SuccessorTaken,
    HasUnitsBelow,
}

/// <summary>Says whether a unit may change in a way; what was done before in the same way may be done again and changes nothing.</summary>
public static class UnitChanges
{
    /// <summary>The reason against <paramref name="change"/> over <paramref name="units"/>, or null.</summary>
    public static ChangeRefusal? Check(IReadOnlyDictionary<string, ChangeUnit> units, UnitChange change)
    {
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(change);
        if (!units.TryGetValue(change.Unit, out var unit))
            return ChangeRefusal.UnknownUnit;
        if (unit.Parent is null)
            return ChangeRefusal.RootStays;
        if (change.Into.Count != change.Into.Distinct().Count() || !Fits(change.Kind, change.Into.Count))
            return ChangeRefusal.WrongNumber;
        if (change.Into.Contains(change.Unit))
            return ChangeRefusal.TargetIsItself;
        if (unit.EndedInto is { } ended)
            return change.Kind is not UnitChangeKind.Move && ended.SequenceEqual(change.Into) ? null : ChangeRefusal.EndedOtherwise;
        if (change.Kind is not UnitChangeKind.Move && units.Values.Any(u => u.Parent == change.Unit && !u.HasEnded))
            return ChangeRefusal.HasUnitsBelow;
        return change.Kind switch
        {
            UnitChangeKind.Split => change.Into.Any(id => units.TryGetValue(id, out var there)
                && (there.Level != unit.Level || there.Parent != unit.Parent || there.HasEnded)) ? ChangeRefusal.SuccessorTaken : null,
            UnitChangeKind.Retire => null,
            _ => Target(units, change),
        };
    }

    private static bool Fits(UnitChangeKind kind, int into) => kind switch
    {
        UnitChangeKind.Retire => into == 0,
        UnitChangeKind.Split => into is >= 2 and <= 20,
        _ => into == 1,
    };

    private static ChangeRefusal? Target(IReadOnlyDictionary<string, ChangeUnit> units, UnitChange change)
    {
        if (!units.TryGetValue(change.Into[0], out var target))
            return ChangeRefusal.TargetUnknown;
        if (target.HasEnded)
            return ChangeRefusal.TargetEnded;
        var steps = 0;
        for (var above = target.Parent; above is not null && steps++ <= units.Count; above = units.GetValueOrDefault(above)?.Parent)
        {
            if (above == change.Unit)
                return ChangeRefusal.TargetIsBelow;
        }
        return null;
    }
}
