{{- define "tiffin.name" -}}
{{- .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "tiffin.fullname" -}}
{{- if contains .Chart.Name .Release.Name }}
{{- .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "tiffin.selector" -}}
app.kubernetes.io/name: {{ include "tiffin.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Of the pod that helm test runs; not among those that serve. */}}
{{- define "tiffin.testSelector" -}}
app.kubernetes.io/name: {{ include "tiffin.name" . }}-test
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Of pods of bulk predictions; not among those that serve. */}}
{{- define "tiffin.bulkSelector" -}}
app.kubernetes.io/name: {{ include "tiffin.name" . }}-bulk
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* As short as a CronJob's name must be. */}}
{{- define "tiffin.bulkName" -}}
{{- include "tiffin.fullname" . | trunc 38 | trimSuffix "-" }}-bulk
{{- end }}

{{- define "tiffin.labels" -}}
{{ include "tiffin.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "tiffin.serviceAccount" -}}
{{- default (include "tiffin.fullname" .) .Values.serviceAccount.name }}
{{- end }}

{{- define "tiffin.image" -}}
{{- $tag := default .Chart.AppVersion .Values.image.tag }}
{{- printf "%s:%s%s" .Values.image.repository $tag (ternary "-gpu" "" .Values.gpu.enabled) }}
{{- end }}

{{/* Whether pods need an identity of their own: a volume that stays, or a place in Kafka's group. */}}
{{- define "tiffin.stateful" -}}
{{- if or .Values.persistence.enabled (eq .Values.events.runtime "kafka") }}true{{ end }}
{{- end }}

{{- define "tiffin.replicas" -}}
{{- ternary .Values.autoscaling.maxReplicas .Values.replicas .Values.autoscaling.enabled }}
{{- end }}

{{/* What this chart sets of application.yaml. */}}
{{- define "tiffin.ownConfig" -}}
server:
  address: 0.0.0.0
  port: 8080
  shutdown: graceful
spring:
  lifecycle:
    timeout-per-shutdown-phase: {{ .Values.drain.shutdownSeconds }}s
management:
  server:
    address: 0.0.0.0
    port: 8081
  endpoint:
    health:
      group:
        readiness:
          show-details: when-authorized
tiffin:
  data-directory: /var/lib/tiffin
  security:
    mode: {{ .Values.security.mode }}
    open-metrics: {{ .Values.security.openMetrics }}
  store:
    replicas: {{ include "tiffin.replicas" . }}
    {{- if eq .Values.store.profile "custom" }}
    tiers: {{ .Values.store.tiers }}
    {{- end }}
  events:
    runtime: {{ .Values.events.runtime }}
  {{- if or .Values.models.existingClaim .Values.models.initContainers .Values.gpu.enabled }}
  model:
    {{- if or .Values.models.existingClaim .Values.models.initContainers }}
    repository: /models
    {{- end }}
    {{- if .Values.gpu.enabled }}
    device: gpu:0
    {{- end }}
  {{- end }}
{{- end }}

{{- define "tiffin.config" -}}
{{- $own := include "tiffin.ownConfig" . | fromYaml }}
{{- mergeOverwrite $own (deepCopy .Values.config) | toYaml }}
{{- end }}

{{/* Where whoever reads rows and models has to get to. */}}
{{- define "tiffin.egress" -}}
# Names.
- ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
{{- if has .Values.store.profile (list "gcp" "aws") }}
# The cloud's APIs, and the metadata server that gives out credentials.
- ports:
    - port: 443
      protocol: TCP
- to:
    - ipBlock:
        cidr: 169.254.169.254/32
  ports:
    - port: 80
      protocol: TCP
{{- if eq .Values.store.profile "gcp" }}
- to:
    - ipBlock:
        cidr: 169.254.169.252/32
  ports:
    - port: 988
      protocol: TCP
{{- end }}
# Memorystore or ElastiCache: Redis, with TLS, Memcached and its discovery.
- ports:
    - port: 6379
      protocol: TCP
    - port: 6378
      protocol: TCP
    - port: 11211
      protocol: TCP
{{- end }}
{{- end }}
