using System.Net;
using Campaigns.Local.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Campaigns.Local.Tests.Hosting;

public sealed class FunctionsHostPipelineTests
{
    [Fact]
    public async Task Middleware_ForHttp_RunsInOrderAroundTheFunctionAndBeforeItsResultIsWritten()
    {
        await using var host = await Start(typeof(SampleApi));
        using var response = await host.Client.GetAsync("/api/v1/cycles/2026");
        Assert.Equal("httpTrigger", response.Headers.GetValues("x-kind").Single());
        Assert.Equal(["outer in GetCycle httpTrigger", "inner in", "inner out", "outer out ContentHttpResult"], host.Diary.Lines);
    }

    [Fact]
    public async Task Middleware_ForTimers_RunsAroundEach()
    {
        await using var host = await Start(typeof(SampleTimers));
        await host.Host.FireTimersAsync();
        Assert.Equal("outer in A-Watchdog timerTrigger", host.Diary.Lines[0]);
        Assert.Equal("outer in B-Sweep timerTrigger", host.Diary.Lines[5]);
        Assert.Equal(10, host.Diary.Lines.Count);
    }

    [Fact]
    public async Task Middleware_ForActivities_RunsAroundEach()
    {
        await using var host = await Start(typeof(SampleOrchestration));
        var greet = host.Host.Activities.Single(activity => activity.Name == "Greet");
        Assert.Equal(typeof(string), greet.InputType);
        Assert.Equal("hello Li", await greet.RunAsync("Li", "cycle:2026:1", CancellationToken.None));
        Assert.Equal(["outer in Greet activityTrigger", "inner in", "Greet Li", "inner out", "outer out String"], host.Diary.Lines);
    }

    [Fact]
    public async Task Activity_WithAValueResult_ReturnsItBoxed()
    {
        await using var host = await HostUnderTest.StartAsync(typeof(SampleOrchestration));
        var add = host.Host.Activities.Single(activity => activity.Name == "Add");
        Assert.Equal(6, await add.RunAsync(new[] { 1, 2, 3 }, "any", CancellationToken.None));
    }

    [Fact]
    public async Task Middleware_ThatAnswersItself_KeepsTheFunctionFromRunning()
    {
        await using var host = await HostUnderTest.StartAsync(
            options => HostUnderTest.With(options, builder => builder.UseMiddleware((context, next) =>
            {
                context.GetInvocationResult().Value = Results.Unauthorized();
                return Task.CompletedTask;
            })),
            typeof(SampleApi));
        using var response = await host.Client.GetAsync("/broken");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Middleware_UsedWhen_RunsForTheSelectedOnly()
    {
        await using var host = await HostUnderTest.StartAsync(
            options => HostUnderTest.With(options, builder => builder.UseWhen<Inner>(context => context.FunctionDefinition.Name == "Home")),
            typeof(SampleApi));
        await host.Client.GetStringAsync("/headers");
        Assert.Empty(host.Diary.Lines);
        await host.Client.GetStringAsync("/");
        Assert.Equal(["inner in", "inner out"], host.Diary.Lines);
    }

    [Fact]
    public async Task Services_ScopedToTheInvocation_AreSharedWithinAndDisposedAfter()
    {
        await using var host = await HostUnderTest.StartAsync(
            options => HostUnderTest.With(options, builder =>
            {
                builder.Services.AddScoped<Scoped>();
                builder.UseMiddleware((context, next) =>
                {
                    context.InstanceServices.GetRequiredService<Scoped>();
                    context.InstanceServices.GetRequiredService<Scoped>();
                    return next();
                });
            }),
            typeof(SampleApi), typeof(SampleTimers));
        await host.Client.GetStringAsync("/");
        await host.Host.FireTimersAsync();
        Assert.Equal(3, host.Diary.Lines.Count(line => line == "scope begins"));
        Assert.Equal(3, host.Diary.Lines.Count(line => line == "scope ends"));
    }

    [Fact]
    public async Task InvocationIds_AreNeverTheSame()
    {
        var ids = new System.Collections.Concurrent.ConcurrentBag<string>();
        await using var host = await HostUnderTest.StartAsync(
            options => HostUnderTest.With(options, builder => builder.UseMiddleware((context, next) =>
            {
                ids.Add(context.InvocationId);
                return next();
            })),
            typeof(SampleApi));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.Client.GetStringAsync("/")));
        Assert.Equal(50, ids.Distinct().Count());
    }

    static Task<HostUnderTest> Start(params Type[] types) =>
        HostUnderTest.StartAsync(options => HostUnderTest.With(options, builder => builder.UseMiddleware<Outer>().UseMiddleware<Inner>()), types);

    sealed class Outer(Diary diary) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            var kind = context.FunctionDefinition.InputBindings.Values.Single(binding => binding.Type.EndsWith("Trigger", StringComparison.Ordinal)).Type;
            diary.Write($"outer in {context.FunctionDefinition.Name} {kind}");
            await next(context);
            diary.Write($"outer out {context.GetInvocationResult().Value?.GetType().Name}");
            if (context.GetHttpContext() is { } http) http.Response.Headers["x-kind"] = kind;
        }
    }

    sealed class Inner(Diary diary) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            diary.Write("inner in");
            await next(context);
            diary.Write("inner out");
        }
    }

    sealed class Scoped : IDisposable
    {
        readonly Diary _diary;

        public Scoped(Diary diary)
        {
            _diary = diary;
            diary.Write("scope begins");
        }

        public void Dispose() => _diary.Write("scope ends");
    }
}
