using Campaigns.App.Access;
using Campaigns.App.Directory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Campaigns.App.Tests.Access;

[Collection(AppDefinition.Name)]
public sealed class DenialLogTests(AppUnderTest app)
{
    [Fact]
    public async Task May_Denied_IsLoggedWithPersonActUnitAndReason()
    {
        var log = new Lines();
        var policy = new AccessPolicy(app.Host.Services.GetRequiredService<DirectoryCache>(), log);
        var caller = new Caller("v-001-reporter", "x", "zh", new HashSet<AppRole> { AppRole.Reporter });

        Assert.True((await policy.MayAsync(caller, Act.SubmitSheet, "v-001", default)).IsAllowed);
        Assert.Empty(log.Written);
        Assert.False((await policy.MayAsync(caller, Act.SubmitSheet, "v-002", default)).IsAllowed);
        Assert.False((await policy.MayAsync(caller, Act.ImportUnits, null, default)).IsAllowed);
        Assert.False((await policy.MayAsync(Caller.Anonymous, Act.ReadSheet, "v-001", default)).IsAllowed);

        Assert.Equal(
            [
                "Denied v-001-reporter SubmitSheet at v-002: NotYourUnit", "Denied v-001-reporter ImportUnits at (null): RoleMissing",
                "Denied  ReadSheet at v-001: NotSignedIn",
            ],
            log.Written);
        Assert.All(Enum.GetNames<Denial>(), reason => Assert.Contains(log.Written, line => line.EndsWith(reason, StringComparison.Ordinal)));
    }

    sealed class Lines : ILogger<AccessPolicy>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
