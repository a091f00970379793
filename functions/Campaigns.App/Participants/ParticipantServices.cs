using Campaigns.App.Changes;
using Campaigns.App.Cycles;
using Campaigns.App.Evidence;
using Campaigns.App.Extensions;
using Campaigns.App.Inspections;
using Campaigns.App.Ledger;
using Campaigns.App.Plans;
using Campaigns.App.Pledges;
using Campaigns.App.Records;
using Campaigns.App.Reminders;
using Campaigns.App.Reviews;
using Campaigns.App.Sheets;
using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.App.Participants;

/// <summary>Registers participants with what is done to them: sheets, evidence, reviews, ledger. Needs storage, clock, access, directory and cycles.</summary>
public static class ParticipantServices
{
    public static IServiceCollection AddParticipants(this IServiceCollection services)
    {
        services.AddSingleton<ParticipationIndex>();
        services.AddSingleton<DirtyHints>();
        services.AddSingleton<LongTexts>();
        services.AddSingleton<TellNotices>(provider =>
        {
            var (cycles, notices) = (provider.GetRequiredService<CycleContexts>(), provider.GetRequiredService<DirectNotices>());
            return async (cycle, told, cancellationToken) =>
            {
                if (await cycles.GetAsync(cycle, cancellationToken) is { } context)
                    await notices.TellAsync(context, told, cancellationToken);
            };
        });
        services.AddSingleton<Outbox>();
        services.AddSingleton<ParticipantStore>();
        services.AddSingleton<ParticipantDesk>();
        services.AddSingleton<ParticipantList>();
        services.AddSingleton<ParticipantScan>();
        services.AddSingleton<GroupRows>();
        services.AddSingleton<SheetStore>();
        services.AddSingleton<SheetFiling>();
        services.AddSingleton<FileCheck>();
        services.AddSingleton<EvidenceFiling>();
        services.AddSingleton<CarriedEvidence>();
        services.AddSingleton<AppraisalStore>();
        services.AddSingleton<DueIndex>();
        services.AddSingleton<Reviewing>();
        services.AddSingleton<DueTimes>();
        services.AddSingleton<DueIndexCheck>();
        services.AddSingleton<IDueAction, Rework>();
        services.AddSingleton<IDueAction, ExtensionDue>();
        services.AddSingleton<IDueAction, ReworkReminder>();
        services.AddSingleton<ReworkNotices>();
        services.AddSingleton<ExtensionDesk>();
        services.AddSingleton<AnchorStore>();
        services.AddSingleton<MonthlyAnchors>();
        services.AddSingleton<LedgerReader>();
        services.AddSingleton<CarriedSheets>();
        services.AddSingleton<UnitChanging>();
        services.AddSingleton<PlanStore>();
        services.AddSingleton<RecordStore>();
        services.AddSingleton<Planning>();
        services.AddSingleton<IDueAction, PlanCompletion>();
        services.AddSingleton<PledgeStore>();
        services.AddSingleton<Pledging>();
        services.AddSingleton<IDueAction, PledgeDeadline>();
        services.AddInspections();
        return services;
    }
}
