using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Campaigns.Local.Tests.Hosting;

/// <summary>Shapes that bind badly or not at all on the real host, one a class.</summary>
public static class RefusedFunctions
{
    public static class FunctionLevel
    {
        [Function("X")]
        public static IResult Run([HttpTrigger("get", Route = "x")] HttpRequest request) => Results.Ok();
    }

    public static class KeyLevel
    {
        [Function("X")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "x")] HttpRequest request) => Results.Ok();
    }

    public static class PocoBody
    {
        [Function("X")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "x")] Uri body) => Results.Ok();
    }

    public static class TypedRouteValue
    {
        [Function("X")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x/{n}")] HttpRequest request, int n) => Results.Ok();
    }

    public static class QueryByName
    {
        [Function("X")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request, string q) => Results.Ok();
    }

    public static class ServiceParameter
    {
        [Function("X")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request, Diary diary) => Results.Ok();
    }

    public static class PlainResult
    {
        [Function("X")]
        public static string Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request) => "lost";
    }

    public static class MalformedRoute
    {
        [Function("X")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x/{")] HttpRequest request) => Results.Ok();
    }

    public static class ValueTaskResult
    {
        [Function("X")]
        public static ValueTask<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request) => new(Results.Ok());
    }

    public static class NoTrigger
    {
        [Function("X")]
        public static IResult Run(HttpRequest request) => Results.Ok();
    }

    public static class TwoTriggers
    {
        [Function("X")]
        public static void Run([TimerTrigger("0 0 0 * * *")] TimerInfo timer, [ActivityTrigger] string input) => _ = input;
    }

    public static class FiveFields
    {
        [Function("X")]
        public static void Run([TimerTrigger("0 0 * * *")] TimerInfo timer) => _ = timer;
    }

    public static class TimerResult
    {
        [Function("X")]
        public static int Run([TimerTrigger("0 0 0 * * *")] TimerInfo timer) => 1;
    }

    public static class OrchestratorWithClient
    {
        [Function("X")]
        public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context, [DurableClient] DurableTaskClient client) => Task.CompletedTask;
    }

    public static class OrchestratorWithCancellation
    {
        [Function("X")]
        public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context, CancellationToken cancellation) => Task.CompletedTask;
    }

    public static class OrchestratorSynchronous
    {
        [Function("X")]
        public static int Run([OrchestrationTrigger] TaskOrchestrationContext context) => 1;
    }

    public static class ActivityWithSecondInput
    {
        [Function("X")]
        public static Task Run([ActivityTrigger] string input, string more) => Task.CompletedTask;
    }

    public static class NotPublic
    {
        [Function("X")]
        internal static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request) => Results.Ok();
    }

    public static class SameName
    {
        [Function("X")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request) => Results.Ok();

        [Function("x")]
        public static IResult Other([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "y")] HttpRequest request) => Results.Ok();
    }

    public static class SameRoute
    {
        [Function("X")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x/{a}")] HttpRequest request) => Results.Ok();

        [Function("Y")]
        public static IResult Other([HttpTrigger(AuthorizationLevel.Anonymous, "get", "put", Route = "X/{b}")] HttpRequest request) => Results.Ok();
    }
}
