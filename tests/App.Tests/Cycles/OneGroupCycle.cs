using Campaigns.App.Cycles;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;

namespace Campaigns.App.Tests.Cycles;

/// <summary>
/// The smallest cycle that runs: its own rows alone, of one group <see cref="Group"/> of three participants and one milestone that is pending. Nobody drives
/// it, and there is no campaign behind it.
/// </summary>
internal static class OneGroupCycle
{
    public const string Group = "g-1";

    public static async Task<Cycle> CreateAsync(CycleStore cycles, string id, Milestone pending)
    {
        var cycle = new Cycle
        {
            Id = id,
            Campaign = "c",
            Version = 1,
            Year = 2026,
            State = CycleState.Running,
            Epoch = 1,
            PlanVersion = 1,
            Participants = 3,
            Windows = [],
            StartedAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            StartedBy = "office",
        };
        await cycles.CreateAsync(cycle, [new(Group, 3, null, [], false)], [new(pending, MilestoneState.Pending, 1, null, null)], CancellationToken.None);
        return cycle;
    }
}
