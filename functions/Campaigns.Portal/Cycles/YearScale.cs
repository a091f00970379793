using System.Globalization;
using Campaigns.Rules.Calendar;

namespace Campaigns.Portal.Cycles;

/// <summary>Places instants on a bar that spans the windows of a year, in per cent of its length.</summary>
public sealed class YearScale
{
    readonly DateTimeOffset _from;
    readonly double _ticks;

    public YearScale(IEnumerable<PhaseWindow> windows)
    {
        var instants = windows.SelectMany(w => new[] { w.OpensAt, w.DueAt, w.GraceUntil, w.LockedAt }).OfType<DateTimeOffset>().ToList();
        _from = instants.Count == 0 ? DateTimeOffset.MinValue : instants.Min();
        _ticks = instants.Count == 0 ? 0 : (instants.Max() - _from).Ticks;
    }

    /// <summary>The place of an instant, 0 to 100.</summary>
    public double Place(DateTimeOffset at) => _ticks <= 0 ? 0 : Math.Clamp((at - _from).Ticks / _ticks * 100, 0, 100);

    /// <summary>A CSS style that lays a part from one instant to another.</summary>
    public string Part(DateTimeOffset from, DateTimeOffset to) =>
        string.Create(CultureInfo.InvariantCulture, $"left:{Place(from):0.##}%;width:{Math.Max(0, Place(to) - Place(from)):0.##}%");

    /// <summary>A CSS style that puts a mark at an instant.</summary>
    public string Mark(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"left:{Place(at):0.##}%");
}
