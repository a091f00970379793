using Campaigns.Local.Hosting;
using Xunit;

namespace Campaigns.Local.Tests.Hosting;

public sealed class FunctionShapeTests
{
    [Theory]
    [InlineData(typeof(RefusedFunctions.FunctionLevel), "does not state AuthorizationLevel.Anonymous")]
    [InlineData(typeof(RefusedFunctions.KeyLevel), "does not state AuthorizationLevel.Anonymous")]
    [InlineData(typeof(RefusedFunctions.PocoBody), "takes its request as Uri instead of HttpRequest")]
    [InlineData(typeof(RefusedFunctions.TypedRouteValue), "has a parameter that is not bound: Int32 n")]
    [InlineData(typeof(RefusedFunctions.QueryByName), "takes q, which its route does not have")]
    [InlineData(typeof(RefusedFunctions.ServiceParameter), "has a parameter that is not bound: Diary diary")]
    [InlineData(typeof(RefusedFunctions.PlainResult), "does not return IResult")]
    [InlineData(typeof(RefusedFunctions.MalformedRoute), "has a malformed route: x/{")]
    [InlineData(typeof(RefusedFunctions.ValueTaskResult), "returns a ValueTask")]
    [InlineData(typeof(RefusedFunctions.NoTrigger), "has 0 triggers instead of one")]
    [InlineData(typeof(RefusedFunctions.TwoTriggers), "has 2 triggers instead of one")]
    [InlineData(typeof(RefusedFunctions.FiveFields), "has a schedule that is not six fields of NCRONTAB: 0 0 * * *")]
    [InlineData(typeof(RefusedFunctions.TimerResult), "returns a value")]
    [InlineData(typeof(RefusedFunctions.OrchestratorWithClient), "takes more than the orchestration's context and its input")]
    [InlineData(typeof(RefusedFunctions.OrchestratorWithCancellation), "takes more than the orchestration's context and its input")]
    [InlineData(typeof(RefusedFunctions.OrchestratorSynchronous), "does not return a task")]
    [InlineData(typeof(RefusedFunctions.ActivityWithSecondInput), "has a parameter that is not bound: String more")]
    [InlineData(typeof(RefusedFunctions.NotPublic), "is not public")]
    [InlineData(typeof(RefusedFunctions.SameName), "both are named")]
    [InlineData(typeof(RefusedFunctions.SameRoute), "both answer GET x/{}")]
    public void Shape_ThatTheRealHostDoesNotBind_IsRefusedByName(Type type, string why)
    {
        var refusal = Assert.Throws<FunctionRefusedException>(() => FunctionsHost.Create(HostUnderTest.Options(new Diary(), type)));
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(type.FullName + ".Run", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_Refused_AreAllNamedAtOnce()
    {
        var refusal = Assert.Throws<FunctionRefusedException>(() =>
            FunctionsHost.Create(HostUnderTest.Options(new Diary(), typeof(RefusedFunctions.PlainResult), typeof(RefusedFunctions.NoTrigger))));
        Assert.Equal(2, refusal.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public void Schedule_FromAMissingSetting_IsRefused()
    {
        var options = HostUnderTest.Options(new Diary(), typeof(SampleTimers)) with
        {
            Configuration = new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build(),
        };
        Assert.Contains("%WatchdogSchedule%", Assert.Throws<FunctionRefusedException>(() => FunctionsHost.Create(options)).Message, StringComparison.Ordinal);
    }
}
