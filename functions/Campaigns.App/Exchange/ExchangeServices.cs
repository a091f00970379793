using Campaigns.App.Spreadsheets;
using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.App.Exchange;

/// <summary>Registers imports and exports. Needs storage, clock, access, directory, cycles and participants.</summary>
public static class ExchangeServices
{
    public static IServiceCollection AddExchange(this IServiceCollection services)
    {
        services.AddSingleton<ImportRecords>();
        services.AddSingleton<ImportDesk>();
        services.AddSingleton<ImportScenes>();
        services.AddSingleton<ScoreImport>();
        services.AddSingleton<PledgeImport>();
        services.AddSingleton<ExtensionImport>();
        services.AddSingleton<ExportScan>();
        services.AddSingleton<CycleTables>();
        services.AddSingleton<RoundTripTables>();
        services.AddSingleton<FillInBooks>();
        services.AddSingleton<FillInImport>();
        return services;
    }
}
