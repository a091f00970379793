using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Waves;
using Campaigns.App.Directory;
using Campaigns.App.Reminders;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Reviews;

/// <summary>
/// What is said of a returned sheet through its own deadline (C6, J7): the reporter when it comes back and the day before its rework ends, the tier above
/// when that time has passed. Each is told once a return.
/// </summary>
public sealed class ReworkNotices(DirectoryCache directory)
{
    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);

    public Task<IReadOnlyList<DirectNotice>> ReturnedAsync(
        CycleContext cycle, ParticipantState state, Phase phase, string reason, DateTimeOffset at, CancellationToken cancellationToken) =>
        ComposeAsync(
            cycle, state, phase, "returned", at, c => c.Reporters,
            name => new($"{name}：{phase.Title.Zh}被退回修改", $"{name}: {phase.Title.In("en")} was returned for rework"),
            until => new($"请在 {until} 前修改后重新报送。理由：{reason}", $"Rework it and hand it in again by {until}. Reason: {reason}"), cancellationToken);

    public Task<IReadOnlyList<DirectNotice>> DueAsync(
        CycleContext cycle, ParticipantState state, Phase phase, CancellationToken cancellationToken) => ComposeAsync(
        cycle, state, phase, "rework-due", state.Phase(phase.Id).ReworkUntil!.Value.AddDays(-1), c => c.Reporters,
        name => new($"{name}：{phase.Title.Zh}的修改期限将至", $"{name}: the rework of {phase.Title.In("en")} is due soon"),
        until => new($"截止时间：{until}。", $"Due: {until}."), cancellationToken);

    /// <summary><paramref name="before"/> is the participant as it was before its rework lapsed.</summary>
    public Task<IReadOnlyList<DirectNotice>> LapsedAsync(
        CycleContext cycle, ParticipantState before, Phase phase, CancellationToken cancellationToken) => ComposeAsync(
        cycle, before, phase, "rework-lapsed", before.Phase(phase.Id).ReworkUntil!.Value,
        c => [.. c.ParentReviewers.Union(c.ParentLeaders, StringComparer.Ordinal)],
        name => new($"{name}：{phase.Title.Zh}逾期未修改", $"{name}: the rework of {phase.Title.In("en")} was not handed in"),
        until => new($"修改期限 {until} 已过，以前次报送为准。", $"The time for rework ended at {until}; the earlier sheet stands."), cancellationToken);

    private async Task<IReadOnlyList<DirectNotice>> ComposeAsync(
        CycleContext cycle, ParticipantState state, Phase phase, string what, DateTimeOffset at,
        Func<Rules.Reminding.Contacts, IReadOnlyList<string>> recipients, Func<string, LocalizedText> title, Func<string, LocalizedText> text,
        CancellationToken cancellationToken)
    {
        var people = await directory.GetAsync(PeopleAge, cancellationToken);
        var contacts = WaveContacts.Of(state, cycle.Definition.Authority.Unit, people);
        var name = people.NameOf(state.Unit);
        var standing = state.Phase(phase.Id);
        var until = standing.ReworkUntil is { } end ? cycle.LocalTime(end) : "—";
        return
        [
            .. recipients(contacts).Select(r => new DirectNotice(
                r, $"{what}|{state.Track}|{state.Unit}|{phase.Id}|{standing.Returns}", at, "rework", title(name), text(until))),
        ];
    }
}
