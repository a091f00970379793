using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Campaigns.Local.Tests.Hosting;

/// <summary>What the sample functions saw, in order.</summary>
public sealed class Diary
{
    readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public void Write(string line)
    {
        lock (_lines) _lines.Add(line);
    }
}

/// <summary>One function of every HTTP shape that the host binds.</summary>
public sealed class SampleApi(Diary diary)
{
    [Function("GetCycle")]
    public IResult GetCycle([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}")] HttpRequest request, string cycle) =>
        Results.Text($"{request.Method} {cycle}");

    [Function("PutCycle")]
    public static Task<IResult> PutCycle(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cycles/{cycle}")] HttpRequest request,
        string cycle, FunctionContext context, CancellationToken cancellation) =>
        Task.FromResult(Results.Text(
            $"{cycle} {context.FunctionDefinition.Name} {ReferenceEquals(context.GetHttpContext(), request.HttpContext)} {cancellation.CanBeCanceled}"));

    [Function("Count")]
    public static IResult Count([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/counts/{n:int}")] HttpRequest request, string n) =>
        Results.Text((int.Parse(n, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture));

    [Function("Files")]
    public static IResult Files([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest request, string? path) =>
        Results.Text(path ?? "none");

    [Function("Optional")]
    public static IResult Optional([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "optional/{page?}")] HttpRequest request, string? page) =>
        Results.Text(page ?? "none");

    [Function("Home")]
    public static IResult Home([HttpTrigger(AuthorizationLevel.Anonymous, Route = "/")] HttpRequest request) => Results.Text("home by " + request.Method);

    [Function("Upload")]
    public static async Task<IResult> Upload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "upload")] HttpRequest request, CancellationToken cancellation)
    {
        var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, cancellation);
        return Results.Text(bytes.Length.ToString(CultureInfo.InvariantCulture));
    }

    [Function("Headers")]
    public static IResult Headers([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "headers")] HttpRequest request) =>
        Results.Text(string.Join(',', request.Headers.Keys.Where(name => name.StartsWith("x-", StringComparison.OrdinalIgnoreCase)).Order()));

    [Function("Broken")]
    public static IResult Broken([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "broken")] HttpRequest request) =>
        throw new InvalidOperationException("secret detail");

    [Function("BrokenLate")]
    public static async Task<IResult> BrokenLate([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "broken-late")] HttpRequest request)
    {
        await request.HttpContext.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("begun"));
        await request.HttpContext.Response.Body.FlushAsync();
        throw new InvalidOperationException("too late for a status");
    }

    [Function("Slow")]
    public static async Task<IResult> Slow(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "slow")] HttpRequest request, CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        return Results.Ok();
    }

    [Function("Stubborn")]
    public async Task<IResult> Stubborn([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stubborn")] HttpRequest request)
    {
        var closed = new TaskCompletionSource();
        request.HttpContext.RequestAborted.Register(closed.SetResult);
        await closed.Task;
        diary.Write("cut off");
        return Results.Ok();
    }

    [Function("StartCycle")]
    public static async Task<IResult> StartCycle(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cycles/{cycle}/start")] HttpRequest request,
        string cycle, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        Results.Text(await client.ScheduleNewOrchestrationInstanceAsync("Sample", cycle, new StartOrchestrationOptions("cycle:" + cycle), cancellation));
}

/// <summary>Timer functions; their names are not in the order of their declaration.</summary>
public sealed class SampleTimers(Diary diary)
{
    [Function("B-Sweep")]
    public async Task Sweep([TimerTrigger("0 */5 * * * *")] TimerInfo timer, FunctionContext context)
    {
        await Task.Yield();
        diary.Write($"{context.FunctionDefinition.Name} next {timer.ScheduleStatus!.Next:HH:mm:ss}");
    }

    [Function("A-Watchdog")]
    public void Watch([TimerTrigger("%WatchdogSchedule%")] TimerInfo timer) => diary.Write($"A-Watchdog next {timer.ScheduleStatus!.Next:HH:mm:ss}");
}

/// <summary>A timer function that fails.</summary>
public static class FailingTimer
{
    [Function("A-Failing")]
    public static void Fail([TimerTrigger("0 0 0 * * *")] TimerInfo timer) => throw new InvalidOperationException("storage is away");
}

/// <summary>An orchestration and its activities.</summary>
public sealed class SampleOrchestration(Diary diary)
{
    [Function("Sample")]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context, string? input) =>
        await context.CallActivityAsync<string>("Greet", input) + "!";

    [Function("Greet")]
    public async Task<string> Greet([ActivityTrigger] string name, FunctionContext context, CancellationToken cancellation)
    {
        await Task.Yield();
        diary.Write($"{context.FunctionDefinition.Name} {name}");
        return "hello " + name;
    }

    [Function("Add")]
    public static int Add([ActivityTrigger] int[] numbers) => numbers.Sum();
}
