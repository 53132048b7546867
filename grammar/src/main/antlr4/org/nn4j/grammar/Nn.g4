/** A few reserved words, the rest contextual; every statement starts with a word. */
grammar Nn;

unit       : importDecl* decl* EOF ;
importDecl : 'import' qname ('.' '{' name (',' name)* '}')? ('as' name)? ;
qname      : name ('.' name)* ;

decl : layerDecl | modelDecl | trainDecl | optimizerDecl | metricDecl | fnDecl | testDecl | letStmt ;

layerDecl     : 'layer'     name params params result? block ;
optimizerDecl : 'optimizer' name params params block ;
metricDecl    : 'metric'    name params params result? block ;
modelDecl     : 'model'     name params? block ;
fnDecl        : 'fn'        name params result? ('=' expr | block) ;
trainDecl     : 'train'     name ('of' name)? params? '{' trainStmt* '}' ;
testDecl      : 'test'      STRING block ;

params  : '(' (formal (',' formal)* ','?)? ')' ;
formal  : name (':' type)? ('=' expr)? ;
result  : '->' type ;
type    : (name | 'fn') ('[' (dim (',' dim)*)? ']')?
        | '(' formal (',' formal)* ')' ;
dim     : '...' name | expr ;

block : '{' stmt* '}' ;
stmt
  : letStmt
  | 'input'   name ':' type
  | 'output'  name (':' type)? '=' expr
  | 'param'   name ':' type '=' expr ('when' expr)?
  | 'state'   name (':' type)? '=' expr
  | 'fitted'  name (':' type)? '=' expr
  | 'update'  name '=' expr
  | 'require' expr (',' STRING)?
  | 'check'   expr
  | 'return'  arg (',' arg)*
  | 'yield'   arg (',' arg)*
  | fnDecl
  | 'next' pattern '=' expr            // new value of a carry; a pattern takes several
  ;
letStmt : 'let' pattern (':' type)? '=' expr ;
pattern : name | '(' name (',' name)* ')' ;
scan    : 'scan' pattern 'in' expr 'over' name ('reverse')? ('carry' carry (',' carry)*)? block ;
carry   : name (':' type)? '=' expr ;

trainStmt
  : letStmt
  | 'data'      expr
  | 'feed'      name '=' expr
  | 'target'    name ':' type ('=' expr)?
  | 'loss'      expr
  | 'metric'    name '=' expr
  | 'optimizer' expr
  | 'clip'      expr
  | 'stop'      expr
  | 'checkpoint' expr
  | 'init' 'from' expr ('map' STRING '=' STRING (',' STRING '=' STRING)*)?
  | 'run'       '(' args? ')'
  ;

expr  : 'if' expr 'then' expr 'else' expr            # cond
      | 'fn' params result? '=' expr                 # lambda
      | pipe                                         # plain
      ;
pipe  : orExpr ('|>' stage)* ;
stage : 'repeat' (name 'in')? addExpr '{' expr '}' | postfix ;
orExpr  : andExpr ('or' andExpr)* ;
andExpr : notExpr ('and' notExpr)* ;
notExpr : 'not' notExpr | cmpExpr ;
cmpExpr : rangeExpr (('=='|'!='|'<='|'>='|'<'|'>') rangeExpr)? ;
rangeExpr : addExpr ('..' addExpr)? ;
addExpr : mulExpr (('+'|'-') mulExpr)* ;
mulExpr : unary (('*'|'/'|'%'|'@'|'div') unary)* ;
unary   : '-' unary | power ;
power   : postfix ('^' unary)? ;
postfix : primary suffix* ;
suffix  : '(' args? ')' | '[' index (',' index)* ']' | '.' name | TUPLE_INDEX ;
index   : expr? ':' expr? | '...' | expr ;
args    : arg (',' arg)* ','? ;
arg     : (name '=')? expr | '...' name ;
primary : name | INT | FLOAT | STRING | 'true' | 'false'
        | '(' (element (',' element)*)? ')' | '[' (expr (',' expr)*)? ']' | scan ;
element : '...' name | expr ;

/** the words that are not reserved: `and or not if then else true false let return fn div` never name anything. */
name : ID | 'import' | 'as' | 'layer' | 'optimizer' | 'metric' | 'model' | 'train' | 'of' | 'test'
     | 'input' | 'output' | 'param' | 'when' | 'state' | 'fitted' | 'update' | 'require' | 'check' | 'yield' | 'next'
     | 'scan' | 'in' | 'over' | 'reverse' | 'carry' | 'data' | 'feed' | 'target' | 'loss' | 'clip' | 'stop' | 'checkpoint'
     | 'init' | 'from' | 'map' | 'run' | 'repeat' ;

FLOAT  : [0-9] [0-9_]* '.' [0-9]+ EXP? | [0-9] [0-9_]* EXP ;
TUPLE_INDEX : '.' [0-9]+ ;
INT    : [0-9] [0-9_]* ;
ID     : [A-Za-z_] [A-Za-z0-9_]* ;
STRING : '"' (~["\\\r\n] | '\\' .)* '"' ;
fragment EXP : [eE] [+-]? [0-9]+ ;
DOC     : '///' ~[\r\n]* -> channel(HIDDEN) ;
COMMENT : '//' ~[\r\n]* -> channel(HIDDEN) ;
WS      : [ \t\r\n]+ -> skip ;
