using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Plans;
using Campaigns.Rules.Reminding;

namespace Campaigns.App.Reminders;

/// <summary>
/// What a milestone still wants said, by the participants' states as they are when their group is first asked for. Each group is read once for all recipients,
/// and eight bytes are kept of a participant that is still due: a million of them fit.
/// </summary>
internal sealed class HoldingItems(ParticipantStore participants, CycleContext cycle, Milestone milestone)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly HashSet<ulong> _due = [];

    /// <summary>Those of <paramref name="wanted"/> that still hold.</summary>
    public async Task<IReadOnlyList<ReminderItem>> OfAsync(IReadOnlyList<ReminderItem> wanted, CancellationToken cancellationToken)
    {
        foreach (var group in wanted.Select(i => i.Group).Distinct().Where(g => !_read.Contains(g)).ToList())
            await ReadAsync(group, cancellationToken);
        return [.. wanted.Where(i => _due.Contains(Hash(i.Track, i.Unit, i.Answers)))];
    }

    private async Task ReadAsync(string group, CancellationToken cancellationToken)
    {
        var phase = cycle.Definition.Phase(milestone.Phase);
        await foreach (var participant in participants.ReadGroupAsync(cycle.Cycle, group, cancellationToken))
        {
            var state = participant.State;
            if (StillDue.Holds(milestone, phase, cycle.Plan.Window(phase.Id), state))
                _due.Add(Hash(state.Track, state.Unit, false));
            if (PlanAnswers.Speaks(milestone, phase, state))
                _due.Add(Hash(state.Track, state.Unit, true));
        }
        _read.Add(group);
    }

    private static ulong Hash(string track, string unit, bool answers) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{track}|{unit}|{answers}")));
}
