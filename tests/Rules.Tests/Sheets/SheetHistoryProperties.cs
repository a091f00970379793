using System.Text.Json;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Sheets;

/// <summary>Any commands in any order at any time: what must hold of every history of a sheet.</summary>
public sealed class SheetHistoryProperties
{
    private static readonly Gen<Func<ParticipantState, DateTimeOffset, Decision<ParticipantState>>> Command =
        Gen.Elements<Func<ParticipantState, DateTimeOffset, Decision<ParticipantState>>>(
            (state, now) => Given.Decide(state, new SaveDraft(Given.FullSheet, "p"), now),
            (state, now) => Given.Decide(state, new Submit(Given.FullSheet, "p"), now),
            (state, now) => Given.Decide(state, new AttachEvidence("deeds", "e", "s", "p", "photo", Given.FullSheet), now),
            (state, now) => Given.Decide(state, new LockPhase(), now),
            (state, now) => Given.Decide(state, new LockRework(), now),
            (state, now) => Given.DecideReview(state, new AcceptAppraisal(Given.FullAppraisal, Given.Reviewer), now),
            (state, now) => Given.DecideReview(state, new ReturnForRework("q1", "x", now.AddDays(5), Given.Reviewer), now));

    private static readonly Gen<List<(Func<ParticipantState, DateTimeOffset, Decision<ParticipantState>> Command, int Hours)>> History =
        Gen.Zip(Command, Gen.OneOf(Gen.Choose(0, 48), Gen.Choose(0, 2400))).ListOf().Select(h => h.ToList());

    [Fact]
    public void Decide_AnyHistory_KeepsWhatWasPromised() => Prop.ForAll(History.ToArbitrary(), history =>
    {
        var (state, now) = (Given.Untouched, Given.Opening.AddDays(-1));
        foreach (var (command, hours) in history)
        {
            now = now.AddHours(hours);
            var before = state.Phase("q1");
            if (command(state, now) is not Accepted<ParticipantState> accepted)
                continue;
            state = accepted.State;
            var after = state.Phase("q1");
            var kept = (before.SubmittedAt is null || (after.SubmittedAt == before.SubmittedAt && after.Timeliness == before.Timeliness))
                && (before.Status is not (SheetStatus.Accepted or SheetStatus.Silent) || after == before)
                && after.Version >= before.Version && after.Returns >= before.Returns
                && after.HandedIn == after.SubmittedAt is not null
                && (after.Status == SheetStatus.Returned) == after.ReworkUntil is not null
                && (after == before || accepted.Facts.Count > 0);
            if (!kept)
                return false;
        }
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void State_AnyHistory_SurvivesBeingStoredAsJson() => Prop.ForAll(History.ToArbitrary(), history =>
    {
        var (state, now) = (Given.Untouched, Given.Opening);
        foreach (var (command, hours) in history)
        {
            now = now.AddHours(hours);
            state = command(state, now) is Accepted<ParticipantState> accepted ? accepted.State : state;
        }
        var json = JsonSerializer.Serialize(state, JsonSerializerOptions.Web);
        return JsonSerializer.Serialize(JsonSerializer.Deserialize<ParticipantState>(json, JsonSerializerOptions.Web), JsonSerializerOptions.Web) == json
            && !json.Contains("handedIn", StringComparison.Ordinal);
    }).QuickCheckThrowOnFailure();
}
